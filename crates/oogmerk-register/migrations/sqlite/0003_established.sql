-- Whether proven knowledge alone decides the maker: what leaves the house counts those apart from the others that are
-- decided. Of derivations of before this was kept nobody knows; they say "on tested facts".
ALTER TABLE device ADD COLUMN established INTEGER NOT NULL DEFAULT 0;
