//! Census: the one rule of counting, over devices that look alike. It knows no SQL and no file; `questions/counting`
//! feeds it from a register, and whoever holds devices in memory feeds it with them.
//!
//! How many are proved, how many there can be at most, and what would settle the difference:
//!
//! For a value V of a property, over devices in scope:
//! *proved* are the devices whose kind is decided within the scope, or can only be one within it, and whose property is
//! decided as V; of a maker it is said, beside, how many of them proven knowledge alone decides.
//! *At most* adds every device that could still turn out to be one: its kind is decided within the scope or open
//! towards it, and its property is decided as V, open with V among what it can be, or undecided altogether.
//! A device does not count towards a value that is not among its rivals or the few it can be: evidence speaks against
//! it.
//! `undecided` and `contested` count the devices of the asked kinds that are proved of no value; `kind_open` those that
//! may or may not be of the asked kinds, whatever else is known of them.

use crate::disclosure::Disclosure;
use crate::profile::{Held, Profile};
use oogmerk_model::{CountRow, Device, Kind, Question, Total};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Entries of `settles` in a row, at most; `what_would_settle` has them all.
const SETTLES: usize = 20;

/// Kinds a question is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kinds {
    /// Cameras of every sort, recorders and video management: what a council means by "cameras".
    #[default]
    CamerasAndRecorders,
    /// Cameras of every sort: what hangs somewhere and looks. No encoder, intercom, body camera or management.
    Cameras,
    /// What stores pictures of cameras: recorders and video management.
    Recorders,
    /// Everything that belongs in the register.
    Registered,
    /// One kind.
    Only(Kind),
}

impl Kinds {
    fn hold(self, kind: Kind) -> bool {
        match self {
            Self::CamerasAndRecorders => Self::Cameras.hold(kind) || Self::Recorders.hold(kind),
            Self::Cameras => kind.is_camera(),
            Self::Recorders => matches!(kind, Kind::Recorder | Kind::Vms),
            Self::Registered => kind.is_registered(),
            Self::Only(only) => kind == only,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::CamerasAndRecorders => "cameras and recorders",
            Self::Cameras => "cameras",
            Self::Recorders => "recorders",
            Self::Registered => "registered devices",
            Self::Only(kind) => kind.as_str(),
        }
    }

    /// The word of CONTRACT.md's `--of`.
    pub(crate) fn of(self) -> &'static str {
        match self {
            Self::CamerasAndRecorders => "cameras,recorders",
            Self::Registered => "registered",
            other => other.word(),
        }
    }
}

/// What stands behind a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Behind {
    /// The ids of the devices that are proved.
    #[default]
    Ids,
    /// Nothing: for registers so large that nobody reads the ids; `list_devices` leads to them page by page.
    Totals,
}

/// What is counted over. Places and departments are compared as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Kinds.
    pub kinds: Kinds,
    /// One place.
    pub place: Option<String>,
    /// One department.
    pub department: Option<String>,
    /// Whether ids are listed.
    pub behind: Behind,
}

impl Scope {
    pub(crate) fn words(&self, body: &str) -> String {
        let parts = [Some(body), self.department.as_deref(), self.place.as_deref(), Some(self.kinds.word())];
        parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn is_everywhere(&self) -> bool {
        self.place.is_none() && self.department.is_none()
    }
}

/// A property that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// What sort of thing it is.
    Kind,
    /// The name printed on it.
    Brand,
    /// Who built it.
    Maker,
}

impl Counted {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 3] = [Self::Maker, Self::Brand, Self::Kind];

    /// The question that counts it.
    pub const fn question(self) -> &'static str {
        match self {
            Self::Kind => "how_many_by_kind",
            Self::Brand => "how_many_by_brand",
            Self::Maker => "how_many_by_maker",
        }
    }

    /// What it is counted over where nobody chose: cameras and recorders by name and maker, everything registered by
    /// kind.
    pub fn usual_scope(self) -> Scope {
        let kinds = match self {
            Self::Kind => Kinds::Registered,
            Self::Brand | Self::Maker => Kinds::CamerasAndRecorders,
        };
        Scope { kinds, ..Scope::default() }
    }

    pub(crate) const fn column(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Brand => "brand",
            Self::Maker => "maker",
        }
    }

    fn of(self, profile: &Profile) -> &Held {
        match self {
            Self::Kind => &profile.kind,
            Self::Brand => &profile.brand,
            Self::Maker => &profile.maker,
        }
    }

    fn is_proved(self, profile: &Profile, kinds: Kinds) -> Option<&str> {
        match (self.of(profile), in_scope(&profile.kind, kinds)) {
            (Held::Decided(value), InScope::Yes) => Some(value),
            _ => None,
        }
    }

    fn could_be(self, profile: &Profile, value: &str) -> bool {
        match self.of(profile) {
            Held::Decided(decided) => decided == value,
            Held::Contested(rivals) => rivals.is_empty() || rivals.iter().any(|r| r == value),
            Held::Among(few) => few.iter().any(|one| one == value),
            Held::Undecided => true,
        }
    }

    /// Whether a question's answer would settle the device for this count.
    fn is_settled_by(self, profile: &Profile, property: &str) -> bool {
        match self.of(profile) {
            Held::Decided(_) => property == "kind",
            _ => property == self.column() || property == "model",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum InScope {
    Yes,
    Maybe,
    No,
}

fn in_scope(kind: &Held, kinds: Kinds) -> InScope {
    let holds = |word: &str| Kind::parse(word).is_some_and(|k| kinds.hold(k));
    match kind {
        Held::Decided(kind) if holds(kind) => InScope::Yes,
        Held::Decided(_) => InScope::No,
        Held::Contested(open) | Held::Among(open) if !open.is_empty() && !open.iter().any(|r| holds(r)) => {
            InScope::No
        }
        Held::Contested(open) | Held::Among(open) if !open.is_empty() && open.iter().all(|r| holds(r)) => {
            InScope::Yes
        }
        Held::Contested(_) | Held::Among(_) | Held::Undecided => InScope::Maybe,
    }
}

/// Devices that look alike to the counts.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub devices: u64,
    pub ids: Vec<String>,
}

impl Group {
    fn add(&mut self, id: &str) {
        self.devices += 1;
        self.ids.push(id.to_owned());
    }
}

/// What is counted: groups of devices, and what is open about them; read once for several counts.
#[derive(Debug, Default)]
pub struct Census {
    pub(crate) groups: BTreeMap<Profile, Group>,
    /// Open questions in the derivation's order, with the profile of their device.
    pub(crate) questions: Vec<(Question, Profile)>,
}

/// What one count comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows, largest first.
    pub rows: Vec<CountRow>,
    /// How many of the asked kinds have no answer.
    pub undecided: u64,
    /// How many of the asked kinds evidence contradicts itself on.
    pub contested: u64,
    /// How many may or may not be of the asked kinds.
    pub kind_open: u64,
}

impl Counts {
    /// All of the asked kinds, and all that may be.
    pub fn total(&self) -> Total {
        let proved = self.rows.iter().map(|r| r.proved).sum::<u64>() + self.undecided + self.contested;
        Total { proved, at_most: proved + self.kind_open }
    }
}

/// What a device could be counted as where it is proved of nothing.
fn possible(held: &Held, kinds: Kinds) -> impl Iterator<Item = &str> {
    let (values, is_kind): (&[String], bool) = match held {
        Held::Contested(rivals) => (rivals, false),
        Held::Among(few) => (few, true),
        Held::Decided(value) => (std::slice::from_ref(value), false),
        Held::Undecided => (&[], false),
    };
    let asked = move |one: &&str| !is_kind || Kind::parse(one).is_some_and(|kind| kinds.hold(kind));
    values.iter().map(String::as_str).filter(asked)
}

impl Census {
    /// Over devices and the open questions about them.
    pub fn of(devices: &[Device], questions: Vec<Question>) -> Self {
        let profiles: Vec<Profile> = devices.iter().map(Profile::of).collect();
        Self::over(devices.iter().map(|d| d.id.as_str()).zip(&profiles), questions)
    }

    /// Over ids with their profiles.
    pub(crate) fn over<'p>(
        devices: impl Iterator<Item = (&'p str, &'p Profile)>,
        questions: Vec<Question>,
    ) -> Self {
        let mut groups: BTreeMap<Profile, Group> = BTreeMap::new();
        let mut of: HashMap<&str, &Profile> = HashMap::new();
        for (id, profile) in devices {
            of.insert(id, profile);
            match groups.get_mut(profile) {
                Some(group) => group.add(id),
                None => groups.entry(profile.clone()).or_default().add(id),
            }
        }
        let questions = questions
            .into_iter()
            .filter_map(|q| of.get(q.device.as_str()).map(|p| (*p).clone()).map(|p| (q, p)))
            .collect();
        Self { groups, questions }
    }

    /// Counts a property over a scope. Places and departments of a scope are the caller's to sort out: a census holds
    /// only what is in them.
    pub fn count(&self, counted: Counted, scope: &Scope, disclosure: Disclosure) -> Counts {
        let ids = scope.behind == Behind::Ids && disclosure >= Disclosure::Internal;
        let mut rows: BTreeMap<&str, CountRow> = BTreeMap::new();
        let mut open: Vec<(&Profile, u64)> = Vec::new();
        let (mut undecided, mut contested, mut kind_open) = (0, 0, 0);
        for (profile, group) in self.groups.iter().filter(|(_, g)| g.devices > 0) {
            let within = in_scope(&profile.kind, scope.kinds);
            if within == InScope::No {
                continue;
            }
            if let Some(value) = counted.is_proved(profile, scope.kinds) {
                let line = rows.entry(value).or_default();
                line.proved += group.devices;
                if profile.established {
                    *line.established.get_or_insert_default() += group.devices;
                }
                line.devices.extend(group.ids.iter().filter(|_| ids).cloned());
                continue;
            }
            open.push((profile, group.devices));
            for value in possible(counted.of(profile), scope.kinds) {
                rows.entry(value).or_default();
            }
            let slot = match (within, counted.of(profile)) {
                (InScope::Yes, Held::Contested(_)) => &mut contested,
                (InScope::Yes, _) => &mut undecided,
                _ => &mut kind_open,
            };
            *slot += group.devices;
        }
        let mut rows: Vec<CountRow> = rows
            .into_iter()
            .map(|(value, mut line)| {
                let possible = open.iter().filter(|(profile, _)| counted.could_be(profile, value));
                line.at_most = line.proved + possible.map(|(_, devices)| devices).sum::<u64>();
                if disclosure >= Disclosure::Internal {
                    line.settles = self.settles(counted, scope.kinds, value);
                }
                line.devices.sort_unstable();
                line.established = (counted == Counted::Maker).then(|| line.established.unwrap_or_default());
                CountRow { key: value.to_owned(), ..line }
            })
            .collect();
        rows.sort_by(|a, b| (b.proved, b.at_most, &a.key).cmp(&(a.proved, a.at_most, &b.key)));
        Counts { rows, undecided, contested, kind_open }
    }

    /// The cheapest question about each open device that could have this value, cheapest first.
    fn settles(&self, counted: Counted, kinds: Kinds, value: &str) -> Vec<String> {
        let mut asked: HashSet<&str> = HashSet::new();
        self.questions
            .iter()
            .filter(|(question, profile)| {
                in_scope(&profile.kind, kinds) != InScope::No
                    && counted.is_proved(profile, kinds).is_none()
                    && counted.could_be(profile, value)
                    && counted.is_settled_by(profile, &question.property)
                    && asked.insert(&question.device)
            })
            .map(|(question, _)| format!("{} of {}", question.field, question.device))
            .take(SETTLES)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A device by kind, and maker: a value, rivals with `|` between, the few it can be with `?` between, or nothing;
    /// an established maker ends in `!`.
    fn profile(kind: &str, maker: &str) -> Profile {
        let held = |text: &str| {
            if text.contains('?') {
                return Held::Among(text.split('?').map(str::to_owned).collect());
            }
            let values: Vec<String> = text.split('|').map(str::to_owned).collect();
            match values.as_slice() {
                [none] if none.is_empty() => Held::Undecided,
                [one] => Held::Decided(one.clone()),
                _ => Held::Contested(values),
            }
        };
        let established = maker.ends_with('!');
        let maker = held(maker.trim_end_matches('!'));
        Profile { kind: held(kind), brand: Held::Undecided, maker, established }
    }

    fn census(devices: &[(&str, &str)]) -> Census {
        let profiles: Vec<Profile> = devices.iter().map(|(kind, maker)| profile(kind, maker)).collect();
        let ids: Vec<String> = (1..=devices.len()).map(|n| format!("dev-{n}")).collect();
        let question = |id: &String| Question {
            device: id.clone(),
            property: "maker".into(),
            field: "label.model".into(),
            cost: "label".into(),
        };
        Census::over(ids.iter().map(String::as_str).zip(&profiles), ids.iter().map(question).collect())
    }

    /// Rows, and how many are undecided, contested and of an open kind.
    fn count(devices: &[(&str, &str)], scope: &Scope) -> (Vec<(String, u64, u64)>, [u64; 3]) {
        let counts = census(devices).count(Counted::Maker, scope, Disclosure::Secret);
        let rows = counts.rows.into_iter().map(|r| (r.key, r.proved, r.at_most)).collect();
        (rows, [counts.undecided, counts.contested, counts.kind_open])
    }

    fn row(key: &str, proved: u64, at_most: u64) -> (String, u64, u64) {
        (key.to_owned(), proved, at_most)
    }

    #[test]
    fn a_count_says_what_is_proved_and_what_it_can_be_at_most() {
        let devices = [("camera", "a"), ("recorder", "b"), ("camera", ""), ("phone", "a")];
        assert_eq!(count(&devices, &Scope::default()), (vec![row("a", 1, 2), row("b", 1, 2)], [1, 0, 0]));
        let counts = census(&devices).count(Counted::Maker, &Scope::default(), Disclosure::Secret);
        assert_eq!(counts.rows[0].settles, ["label.model of dev-3"]);
        assert_eq!(counts.rows[0].devices, ["dev-1"]);
        let outside = census(&devices).count(Counted::Maker, &Scope::default(), Disclosure::Public);
        assert!(outside.rows.iter().all(|r| r.devices.is_empty() && r.settles.is_empty()));
    }

    #[test]
    fn an_open_kind_proves_nothing_and_a_rival_outside_the_scope_keeps_it_out() {
        assert_eq!(count(&[("", "a")], &Scope::default()), (vec![row("a", 0, 1)], [0, 0, 1]));
        assert_eq!(count(&[("camera|plug", "a")], &Scope::default()), (vec![row("a", 0, 1)], [0, 0, 1]));
        assert_eq!(count(&[("phone|computer", "a")], &Scope::default()), (Vec::new(), [0; 3]));
        let open = [("camera", "a|b"), ("camera", "c")];
        let rows = vec![row("c", 1, 1), row("a", 0, 1), row("b", 0, 1)];
        assert_eq!(count(&open, &Scope::default()), (rows, [0, 1, 0]));
    }

    #[test]
    fn a_device_of_a_few_kinds_is_counted_where_all_of_them_are_asked_for() {
        let devices =
            [("camera", "a"), ("camera?recorder", "a"), ("camera?encoder", "a"), ("plug?light", "a")];
        assert_eq!(count(&devices, &Scope::default()), (vec![row("a", 2, 3)], [0, 0, 1]));
        let kinds = |scope: &Scope| {
            let counts = census(&devices).count(Counted::Kind, scope, Disclosure::Secret);
            let rows: Vec<_> = counts.rows.into_iter().map(|r| (r.key, r.proved, r.at_most)).collect();
            (rows, [counts.undecided, counts.contested, counts.kind_open])
        };
        let of = |kinds| Scope { kinds, ..Scope::default() };
        assert_eq!(
            kinds(&of(Kinds::Registered)),
            (vec![row("camera", 1, 3), row("encoder", 0, 1), row("recorder", 0, 1)], [2, 0, 0])
        );
        assert_eq!(kinds(&of(Kinds::Only(Kind::Recorder))), (vec![row("recorder", 0, 1)], [0, 0, 1]));
    }

    #[test]
    fn a_total_holds_the_asked_kinds_and_what_may_be_of_them_raises_the_at_most_alone() {
        let devices = [
            ("camera", "a"),
            ("camera", ""),
            ("ptz-camera?thermal-camera", "a|b"),
            ("camera|ptz-camera", "b"),
            ("camera?recorder", "a"),
            ("", "a|b"),
            ("encoder", "a"),
        ];
        let cameras = Scope { kinds: Kinds::Cameras, ..Scope::default() };
        let counts = census(&devices).count(Counted::Maker, &cameras, Disclosure::Secret);
        assert_eq!([counts.undecided, counts.contested, counts.kind_open], [1, 1, 2]);
        assert_eq!(counts.total(), Total { proved: 4, at_most: 6 });
        let rows: Vec<_> = counts.rows.iter().map(|r| (r.key.clone(), r.proved, r.at_most)).collect();
        assert_eq!(rows, [row("a", 1, 5), row("b", 1, 4)]);
        let kinds = census(&devices).count(Counted::Kind, &cameras, Disclosure::Secret);
        assert_eq!([kinds.undecided, kinds.contested, kinds.kind_open], [1, 1, 2]);
        assert_eq!(kinds.total(), counts.total(), "by whatever it is counted");
        assert!(kinds.rows.iter().all(|r| r.key != "recorder"), "{:?}", kinds.rows);
    }

    #[test]
    fn a_maker_is_counted_in_two_parts_that_are_proved_together() {
        let devices = [("camera", "a!"), ("camera", "a!"), ("recorder", "a"), ("camera", "b"), ("", "a!")];
        let counts = census(&devices).count(Counted::Maker, &Scope::default(), Disclosure::Public);
        let parts: Vec<_> = counts.rows.iter().map(|r| (r.key.as_str(), r.proved, r.parts())).collect();
        assert_eq!(parts, [("a", 3, (2, 1)), ("b", 1, (0, 1))]);
        let kinds = census(&devices).count(Counted::Kind, &Scope::default(), Disclosure::Public);
        assert!(kinds.rows.iter().all(|r| r.established.is_none()), "{:?}", kinds.rows);
    }

    #[test]
    fn encoders_intercoms_and_what_is_carried_are_no_cameras() {
        let kinds = ["encoder", "intercom", "body-camera", "doorbell", "vms"];
        let devices: Vec<(&str, &str)> = kinds.iter().map(|kind| (*kind, "a")).collect();
        let of = |kinds| count(&devices, &Scope { kinds, ..Scope::default() });
        assert_eq!(of(Kinds::Cameras), (Vec::new(), [0; 3]));
        assert_eq!(of(Kinds::Recorders).0, [row("a", 1, 1)], "management alone");
        assert_eq!(of(Kinds::CamerasAndRecorders).0, [row("a", 1, 1)]);
        assert_eq!(of(Kinds::Registered).0, [row("a", 5, 5)]);
    }

    #[test]
    fn a_scope_names_its_kinds() {
        let devices = [("camera", "a"), ("sensor", "a"), ("recorder", "a")];
        let over = |kinds| count(&devices, &Scope { kinds, ..Scope::default() }).0;
        assert_eq!(over(Kinds::CamerasAndRecorders), [row("a", 2, 2)]);
        assert_eq!(over(Kinds::Registered), [row("a", 3, 3)]);
        assert_eq!(over(Kinds::Only(Kind::Recorder)), [row("a", 1, 1)]);
    }
}
