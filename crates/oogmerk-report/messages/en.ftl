### Oogmerk: plain British English. [[name|words]] becomes a link on a page.

## Frame
skip = To the content
as-of-label = State of the data
as-of = As of { $on }
as-of-known = As of { $on }, as known on { $known }
last-measured = Last measured { $on }
contents = On this page
page-title = Cameras and sensors – { $body } – { $on }
notice-internal = For internal use. Addresses, reachability and serial numbers do not belong in a public document.
notice-invented = [[b|EXAMPLE.]] The town, the devices and all figures are invented.
foot-knowledge = Knowledge { $version }
foot-method = Nobody logged in anywhere, no pictures were viewed and nothing was changed on the devices.
times-utc = All times are in UTC.
title-body = Cameras and sensors of { $body }
title-nobody = Cameras and sensors

## Opening
lead-empty = No devices yet.
lead-empty-next = Import a list, or survey a network: then the answer stands here.
lead-count = The register holds [[cameras|{ $cameras ->
    [one] 1 camera
   *[other] { $cameras } cameras
}]] and [[recorders|{ $recorders ->
    [one] 1 recorder
   *[other] { $recorders } recorders
}]]{ $sites ->
    [0] .
    [one] {" "}at [[sites|1 site]].
   *[other] {" "}at [[sites|{ $sites } sites]].
}
lead-either = { $n ->
    [one] 1 more is a camera or a recorder: which of the two is open.
   *[other] { $n } more are cameras or recorders: which of the two is open.
}
lead-kind-open = { $n ->
    [one] Of 1 more device the kind is open.
   *[other] Of { $n } more devices the kind is open.
}
count-parts = Of these, { $established } established and { $tested } on tested facts, without proof.
lead-range = The right number lies between { $low } and { $high }.
lead-label = The label says { $names } on [[label|{ $label }]] of them; the evidence says [[maker|{ $maker }]].
lead-outside = { $n ->
    [one] [[outside|1 device]] sought contact outside.
   *[other] [[outside|{ $n } devices]] sought contact outside.
}
lead-open = Who built [[open|{ $n ->
    [one] 1 device
   *[other] { $n } devices
}]] is not certain.
lead-open-range = Who built [[open|{ $n ->
    [one] 1 device
   *[other] { $n } devices
}]] is not certain; the right number therefore lies between { $low } and { $high }.
lead-unseen = [[unseen|What we could not see]]

## Five questions
q-how-many = How many?
q-who-made = Whose?
q-where = Where?
q-inside = Isolated?
q-rules = Within the rules?
how-many = [[cameras|{ $cameras ->
    [one] 1 camera
   *[other] { $cameras } cameras
}]], [[recorders|{ $recorders ->
    [one] 1 recorder
   *[other] { $recorders } recorders
}]] and [[others|{ $others ->
    [one] 1 other device
   *[other] { $others } other devices
}]].
how-many-declared = { $both ->
    [one] 1 was in a list and was found.
   *[other] { $both } were in a list and were found.
} { $found ->
    [one] We found [[found|1]] ourselves.
   *[other] We found [[found|{ $found }]] ourselves.
} { $declared ->
    [one] [[declared|1]] declared device was not found.
   *[other] [[declared|{ $declared }]] declared devices were not found.
}
how-many-no-list = No list has been imported, so declared and found were not compared.
who-made = By the label, [[label|{ $label }]] come from { $names }. By the evidence, [[maker|{ $maker }]] do.
who-made-none = It is not established for any device who built it.
makers-contested = [[list|{ $n }]] contested
makers-undecided = [[list|{ $n }]] not established
makers-decided = { $n ->
    [one] For 1 device the maker is known:
   *[other] For { $n } devices the maker is known:
} { $established } established, { $tested } on tested facts.
where = { $sites ->
    [one] At [[sites|1 site]].
   *[other] At [[sites|{ $sites } sites]].
}
where-most = Most of them belong to
where-top = { $name } ([[n|{ $n }]])
where-none = Nobody has declared where any device hangs.
where-unplaced = { $n ->
    [one] For [[list|1 device]] no place is declared.
   *[other] For [[list|{ $n } devices]] no place is declared.
}
inside = { $isolated ->
    [one] For [[isolated|1]] measured device it is proven that it stays inside.
   *[other] For [[isolated|{ $isolated }]] measured devices it is proven that they stay inside.
} { $leaking ->
    [0] No measured device leaked.
    [one] [[leaking|1]] leaks.
   *[other] [[leaking|{ $leaking }]] leak.
} { $unproven ->
    [0] {""}
    [one] For [[unproven|1]] it is unproven.
   *[other] For [[unproven|{ $unproven }]] it is unproven.
}
inside-unmeasured = No traffic was measured. Whether devices are isolated is therefore not known.
inside-rest = { $n ->
    [one] The traffic of [[list|1 other device]] was not measured.
   *[other] The traffic of [[list|{ $n } other devices]] was not measured.
}
rules-says = { $broken ->
    [0] Of the { $rules } rules judged there is none that a device is established to break.
   *[other] { $n ->
        [one] [[n|1 device]] breaks at least one rule.
       *[other] [[n|{ $n } devices]] break at least one rule.
    } { $rules ->
        [one] 1 rule was judged.
       *[other] { $rules } rules were judged; { $broken } of them are broken.
    }
}
rules-none = No rules were judged.
rules-unclear = Under the rule with most open questions { $n ->
    [one] 1 device
   *[other] { $n } devices
} cannot be judged. Not established is not the same as meets.
go-kinds = List by kind
go-declared = Declared and found
go-makers = List by maker
go-brands = From label to maker
go-unknown = What is not established
go-places = By site and department
go-outside = Whom they talk to
go-isolation = What is missing
go-rules = Each rule

## Pictures
picture-declared = { $both } devices declared and found, { $found } found only, { $declared } declared only.
picture-kinds = Devices by kind, largest first.
picture-flow = From label to maker: the label says { $names } on { $label }; the evidence says { $maker }.
picture-flow-plain = From label to maker.
picture-places = Most devices belong to { $name }: { $n }.
picture-inside = { $leaking } devices leak, { $isolated } are isolated, { $unproven } are unproven or not measured.
picture-rules = { $n } devices break at least one rule; dashed is what is not established or contested.
picture-makers = Most devices were built by { $name }: { $n }; { $makers } makers in all.
picture-makers-none = No maker is established.
part-both = declared and found
part-found = found only
part-declared = declared only, not found
flow-left = on the label
flow-right = built by
flow-no-label = no label
flow-unknown = not certain
flow-others = others
flow-caption = { $n ->
    [one] 1 device with another name on the label
   *[other] { $n } devices with another name on the label
}
makers-caption = Full: proved, as what is established + what is decided on tested facts. Dashed: what it can be at most.

## Headings
h-makers = Makers: who built the devices
h-brands = Brands: what is on the label
h-kinds = Kinds
h-places = Where they hang
h-outside = Who talks outside
h-isolation = Isolation
h-rules = Rules
h-declared = Declared and found
h-declared-only = Declared, not found
h-found-only = Found, not declared
h-differs = Differs
h-unknown = What is not established, and what would settle it
h-not-known = What we do not know
h-unseen = What we could not see
h-windows = What was looked at
h-bystanders = Who else was seen
h-lists = The lists behind the figures
h-device-list = All devices
h-devices = Each device, with its evidence
h-tells = Tells, and where they come from
h-looks-different = What looks different
h-would-settle = What would settle it
h-contested = Contested
h-other-clues = Other clues
h-findings = Findings
h-contacts = Contact outside
h-measured = How it was measured
h-declared-here = Declared
h-merges = Joined by
h-evidence = Evidence
t-makers = Devices by maker
t-kinds = Devices by kind
t-outside = Contacts outside
t-isolation = Devices by outcome
t-devices = Devices
t-flow = On the label, and built by
t-brands = Devices by brand
t-departments = Devices by department
t-places = Devices by site
t-via = Outside by way of something inside
t-missing = What is missing to prove isolation
t-rules = Outcome by rule
t-declared-only = In a list, not found on the network
t-found-only = Found on the network, in no list
t-differs = List and network say different things
t-open = Devices whose maker is not established
t-windows = Measurements

## Columns
col-device = Device
col-devices = Devices
col-kind = Kind
col-brand = Brand
col-maker = Maker
col-model = Model
col-firmware = Firmware
col-serial = Serial number
col-soc = Chip
col-address = Address
col-place = Site
col-sites = Sites
col-department = Department
col-cameras = Cameras
col-recorders = Recorders
col-isolation = Connection
col-rules = Rules
col-proved = Proved
col-established = Established
col-tested = On tested facts
col-at-most = At most
col-other-name = Under another name
col-settles = What would settle it
col-to = To
col-asked-name = Name asked for
col-whose = Whose
col-packets = Packets
col-answer = Answer
col-when = When
col-through = Through
col-how = How
col-verdict = Outcome
col-meaning = Means
col-missing = What is missing
col-rule = Rule
col-severity = Severity
col-number = Number
col-declared-as = As declared
col-declared = Declared
col-found = Found
col-row = Stands in
col-field = Field
col-input = Source
col-window = Window
col-length = Length
col-frames = Packets
col-dropped = Lost
col-limits = Limits
col-property = Property
col-reading = Reading
col-share = Share
col-evidence = Evidence
col-value = Value
col-strength = Strength
col-reads = It reads
col-tell = Tell
col-points-to = Points to
col-source = Source
col-since = Since
col-binds = Binds
col-outcome = Outcome
col-because = Because
col-remedy = What to do
col-matched-by = Matched by
col-key = Key
col-joined = Observations
col-stands = Stands in
col-seen = Seen

## Sections
makers-says = { $high ->
    [0] No device was built by { $names }.
   *[other] [[b|{ $range }]] devices were built by { $names }.
}
makers-note = Proved: established (proven knowledge alone decides it) and on tested facts, together. At most: were every open question to fall this way.
brands-says = { $n ->
    [0] Every device whose brand and maker are established bears its maker's own name.
    [one] [[b|1 device]] bears another name than its maker's.
   *[other] [[b|{ $n } devices]] bear another name than their maker's.
}
kinds-says = [[b|{ $cameras }]] cameras, [[b|{ $recorders }]] recorders and [[b|{ $others }]] other devices.
count-open = { $n ->
    [one] For 1 device this is contested or not established.
   *[other] For { $n } devices this is contested or not established.
}
count-kind-open = { $n ->
    [one] Of 1 more device it is open whether it is of these kinds.
   *[other] Of { $n } more devices it is open whether they are of these kinds.
}
count-total = in all
count-kinds = kind open
places-says = { $sites ->
    [one] The devices hang at [[b|1 site]].
   *[other] The devices hang at [[b|{ $sites } sites]].
}
place-unknown = place not declared
department-unknown = department not declared
and-more = and { $n } more
rows-left = { $n ->
    [one] 1 more row is not shown here; it is in the data file (CSV or JSON).
   *[other] { $n } more rows are not shown here; they are in the data file (CSV or JSON).
}
list-more = { $n ->
    [one] And 1 other device; see the data file (CSV or JSON).
   *[other] And { $n } other devices; see the data file (CSV or JSON).
}
no-name = no name
answered = answered
unanswered = none
outside-says = { $n ->
    [one] [[n|1]] of the { $measured } measured devices sought contact outside;
   *[other] [[n|{ $n }]] of the { $measured } measured devices sought contact outside;
} { $answered ->
    [0] none of them got an answer.
    [one] 1 got an answer.
   *[other] { $answered } got an answer.
}
outside-none = { $n ->
    [one] No packet to the outside was seen from the one measured device, in [[windows|these windows]].
   *[other] No packet to the outside was seen from the { $n } measured devices, in [[windows|these windows]].
}
outside-unmeasured = No traffic was measured; this report says nothing about contact outside.
outside-note = An attempt counts as a leak, answered or not. Whose: whose service it is by our knowledge.
via-note = These requests went to a device inside that can pass them on to the outside.
via-says = { $how } { $through }: [[b|{ $name }]]
isolation-note = Isolated asks for all of: at least seven days seen, with a restart, no packets lost, every device of the segment seen, and a test from inside refused. If one is missing, it is unproven.
isolation-window = Measured for { $length }; { $dropped ->
    [0] no packets lost.
    [one] 1 packet lost.
   *[other] { $dropped } packets lost.
}
isolation-window-uncounted = Measured for { $length }; lost packets were not counted.
rule-binds = Binds: { $who }.
rule-since = Since { $since }.
rule-written = Written in: { $where }.
rule-source = Source: { $source }.
rule-devices = { $n ->
    [one] [[n|1 device]] breaks it:
   *[other] [[n|{ $n } devices]] break it:
}
# Lists and decisions that are judged by without being asked for: name, and who is bound.
policy-name-be-kortrijk = Kortrijk, 9 May 2022
policy-binds-be-kortrijk = the city of Kortrijk, for new contracts; the 29 cameras in place may stay; no other body
policy-name-eu-parliament-2021 = European Parliament, 28 April 2021: thermal cameras
policy-binds-eu-parliament-2021 = the administration of the European Parliament, for its own premises; no other body
policy-name-us-fcc-covered-list = FCC Covered List (United States)
policy-binds-us-fcc-covered-list = those who spend federal telecommunications subsidies in the United States; since 6 February 2023 also makers and importers who want a new equipment authorization there; devices already owned may stay in use
policy-name-us-ndaa-889 = NDAA, section 889 (United States)
policy-binds-us-ndaa-889 = United States federal executive agencies when they buy; since 13 August 2020 also firms that hold a contract with them, and recipients of federal grants and loans, for what they use or buy; nobody in the European Union
rules-note = Lists of others bind only those named. Not established and contested do not count as meets.
declared-says = { $rows ->
    [one] The list has 1 row.
   *[other] The lists have { $rows } rows.
} [[b|{ $both }]] were found, [[declared|{ $declared }]] were not. [[found|{ $found }]] devices found are in no list; on [[differs|{ $differs }]] list and network say different things.
declared-only-none = Everything declared was found.
declared-only-note = Not seen is not the same as gone: see what was looked at.
found-only-none = Everything found is in a list.
differs-none = Where list and network speak of the same device, they say the same.
declared-here-note = A list is a statement, not evidence of who built the device.
open-says = { $n ->
    [one] For [[b|1 device]] the maker is contested or not established.
   *[other] For [[b|{ $n } devices]] the maker is contested or not established.
}
open-none = The maker of every device is established.
unknown-maker-undecided = { $n ->
    [one] [[list|1 device]] without an established maker.
   *[other] [[list|{ $n } devices]] without an established maker.
}
unknown-maker-contested = { $n ->
    [one] [[list|1 device]] whose maker is contested.
   *[other] [[list|{ $n } devices]] whose maker is contested.
}
unknown-settles = { $n ->
    [one] settles 1 device
   *[other] settles { $n } devices
}
unknown-isolation = { $n ->
    [one] [[list|1 device]] whose isolation is unproven.
   *[other] [[list|{ $n } devices]] whose isolation is unproven.
}
unknown-nothing = Maker and connection of every device are established.
unseen-no-traffic = No traffic was measured. Who talks outside can therefore not be said.
unseen-unmeasured = { $n ->
    [one] The traffic of [[list|1 device]].
   *[other] The traffic of [[list|{ $n } devices]].
}
unseen-no-counter = { $n ->
    [one] [[windows|1 measurement]] does not count lost packets.
   *[other] [[windows|{ $n } measurements]] do not count lost packets.
}
unseen-dropped = { $n ->
    [one] [[windows|1 packet]] was lost while measuring.
   *[other] [[windows|{ $n } packets]] were lost while measuring.
}
unseen-sampled = { $n ->
    [one] [[windows|1 measurement]] saw a sample, not every packet.
   *[other] [[windows|{ $n } measurements]] saw a sample, not every packet.
}
unseen-encrypted = What is inside encrypted traffic. We see with whom, not what.
unseen-sites = { $n ->
    [one] 1 site was not surveyed.
   *[other] { $n } sites were not surveyed.
}
unseen-analogue = { $n ->
    [one] How many analogue cameras hang behind 1 recorder: the network shows the recorder, not what is behind it.
   *[other] How many analogue cameras hang behind { $n } recorders: the network shows the recorder, not what is behind it.
}
unseen-radio = Traffic that passes no measuring point, such as 4G or the wireless network of others.
windows-says = { $n ->
    [one] One measurement,
   *[other] { $n } measurements,
} from { $from } to { $to }; { $frames } packets or flows in all.
windows-says-day = { $n ->
    [one] One measurement
   *[other] { $n } measurements
} on { $from }; { $frames } packets or flows in all.
windows-says-undated = { $n ->
    [one] One measurement
   *[other] { $n } measurements
} without a time; { $frames } packets or flows in all.
no-counter = no counter
limit-sampled = one packet in { $n } seen
limit-sampling-unknown = sampling unknown
limit-flows-only = flows only, no names
limit-evicted = { $n } flows not kept
bystanders = { $n ->
    [one] Also seen, not registered: { $kinds }. Only the number is kept.
   *[other] Also seen, not registered: { $kinds }. Only their number is kept.
}
lists-note = Each figure on this page leads to one of these lists.
device-list-says = { $n ->
    [one] The register holds [[b|1 device]]. What needs attention comes first.
   *[other] The register holds [[b|{ $n } devices]]. What needs attention comes first.
}
devices-note = For each device: what is on it, who built it, and what that rests on, down to file and packet.
devices-left = Here are { $shown } devices with their evidence, what needs attention first. The other { $n } are in the CSV or JSON output.
devices-left-file = Here are { $shown } devices with their evidence, what needs attention first. The other { $n } are in { $file }.

## A device
device-title = { $noun ->
    [camera] Camera { $name }
    [recorder] Recorder { $name }
   *[other] Device { $name }
}
says-brand = { $noun ->
    [camera] This camera carries the name [[b|{ $brand }]].
    [recorder] This recorder carries the name [[b|{ $brand }]].
   *[other] This device carries the name [[b|{ $brand }]].
}
says-brand-contested = { $noun ->
    [camera] Which brand is on this camera is contested: { $names }.
    [recorder] Which brand is on this recorder is contested: { $names }.
   *[other] Which brand is on this device is contested: { $names }.
}
says-brand-undecided = { $noun ->
    [camera] Which brand is on this camera is not established.
    [recorder] Which brand is on this recorder is not established.
   *[other] Which brand is on this device is not established.
}
says-maker = Built by [[b|{ $maker }]] according to [[why|{ $evidence }]], on { $on }.
says-maker-bare = Built by [[b|{ $maker }]].
says-tested = On tested facts, without proof, built by [[b|{ $maker }]]: [[why|{ $evidence }]], on { $on }.
says-tested-bare = On tested facts, without proof, built by [[b|{ $maker }]].
says-maker-contested = Who built it is contested: { $names }.
says-maker-undecided = Who built it is not established.
why-decided = Why we say { $maker }
why-contested = Why the maker is contested
why-undecided = What was seen
prov-clues = { $n ->
    [one] One clue about the maker.
   *[other] { $n } clues about the maker.
}
prov-by-rule = Confidence { $n } of 100, set by rule and not calibrated.
prov-seen = Last seen { $when }.
fact-contacts = { $n ->
    [one] 1 address outside
   *[other] { $n } addresses outside
}
fact-rules = { $n } of { $all }
fact-not-judged = not judged
aside-seen = Seen { $when }.
aside-evidence = evidence
aside-tell = tell { $by }
aside-source = source: { $source }
source-frame = frame { $n }
source-line = row { $n }
source-column = column { $n }
source-offset = byte { $n }
source-sheet = sheet { $sheet }
source-none = place not given
decoded = decoded, not copied
readings = { $n } readings
share = { $n } %
differs-brand = These fields name { $brand }. That is the brand, not who built it; it does not contradict the statement.
because-maker = Built by { $maker } according to { $evidence }, on { $on }; named on these lists, which bind only those they name:
because-tested = On tested facts, without proof, built by { $maker }: { $evidence }, on { $on }; named on these lists, which bind only those they name:
because-list = named since { $since }; binds: { $who }
also-read = also { $ids }
more-readings = And { $n } more; to see all: oogmerk explain { $id }
clue-search = It answers a maker's own search question. That points to { $what } [[b|{ $value }]].
clue-onvif = It introduces itself like this on the network (ONVIF). That points to { $what } [[b|{ $value }]].
clue-upnp = It announces itself like this to other devices (UPnP). That points to { $what } [[b|{ $value }]].
clue-mdns = Under this name it offers its services (mDNS). That points to { $what } [[b|{ $value }]].
clue-rtsp = Its picture server answers like this, without log-in and without a picture. That points to { $what } [[b|{ $value }]].
clue-http = Its management page answers like this, without log-in. That points to { $what } [[b|{ $value }]].
clue-tls = This stands in its certificate. That points to { $what } [[b|{ $value }]].
clue-dhcp = It asks for an address like this. That points to { $what } [[b|{ $value }]].
clue-snmp = It describes itself like this for network management. That points to { $what } [[b|{ $value }]].
clue-mac = Its network address was issued to this firm. Parts are resold; alone it proves nothing about { $what } [[b|{ $value }]].
clue-label = This is on the label, read by a person. That points to { $what } [[b|{ $value }]].
clue-sheet = This stands in a list people keep: a statement about { $what } [[b|{ $value }]].
clue-contact = It seeks contact with this service. That points to { $what } [[b|{ $value }]].
clue-lineage = The lineage list says who built this series: { $what } [[b|{ $value }]].
clue-model = Its model number is built the way this manufacturer does. That points to { $what } [[b|{ $value }]].
clue-nmap = nmap takes it for this: that program's reading, not the device's own words. It points to { $what } [[b|{ $value }]].
clue-scanner = A scanner takes it for this: that program's reading, not the device's own words. It points to { $what } [[b|{ $value }]].
clue-agent = An inventory agent takes it for this: that program's reading, not the device's own words. It points to { $what } [[b|{ $value }]].
clue-other = It shows this itself on the network. That points to { $what } [[b|{ $value }]].

## Terminal
identify-none = { $files ->
    [one] No devices in 1 file.
   *[other] No devices in { $files } files.
}
identify-count = { $n ->
    [one] 1 device
   *[other] { $n } devices
} in { $files ->
    [one] 1 file
   *[other] { $files } files
}: { $cameras ->
    [one] 1 camera
   *[other] { $cameras } cameras
}, { $recorders ->
    [one] 1 recorder
   *[other] { $recorders } recorders
}, { $others ->
    [one] 1 other
   *[other] { $others } others
}.
identify-makers = Maker: { $established } established, { $tested } on tested facts, { $contested } contested, { $undecided } not established.
identify-more = { $n } more (--all, or --output jsonl)
identify-needs = Would settle it: { $id } needs { $fields }.
no-room = Too many readings to hold in memory: they go to a temporary SQLite file in { $folder }, which is gone when this ends.
too-many = Too many devices and rows for one run: { $n } readings were not taken in.
explain-needs = Would settle it: { $fields }.
explain-isolation = Connection: { $verdict }{ $n ->
    [0] .
    [one] , with 1 address outside.
   *[other] , with { $n } addresses outside.
}
explain-rules = { $state ->
    [breaks] Breaks { $n } of the { $all } rules judged.
    [open] Nothing can be said yet about { $open } of the { $all } rules judged.
   *[clear] Established to break none of the { $all } rules judged.
}
argue-built = Built by [[b|{ $maker }]]; confidence { $n } of 100, set by rule and not calibrated.
argue-built-on = Built by [[b|{ $maker }]] according to the evidence of { $on }; confidence { $n } of 100, set by rule and not calibrated.
argue-tested = On tested facts, without proof, built by [[b|{ $maker }]]; confidence { $n } of 100, set by rule and not calibrated.
argue-tested-on = On tested facts of { $on }, without proof, built by [[b|{ $maker }]]; confidence { $n } of 100, set by rule and not calibrated.
argue-alone = { $clue }, as only devices built by { $maker } do.
argue-fits = { $clue }, which fits { $maker }.
argue-second = A second clue, independent of the first: { $clue }.
argue-nothing = No clue says who built it.
argue-chip = The chip is by { $maker }; that does not say who built the device.
seen-answer = the device answers the search question “{ $evidence }”
seen-search = the device answers a search question of manufacturers with “{ $evidence }”
seen-onvif = the device introduces itself on the network with “{ $evidence }”
seen-upnp = the device announces itself to other devices with “{ $evidence }”
seen-mdns = the device offers its services under “{ $evidence }”
seen-rtsp = the picture server answers “{ $evidence }”
seen-http = the management page answers “{ $evidence }”
seen-tls = the certificate says “{ $evidence }”
seen-dhcp = the device asks for a network address as “{ $evidence }”
seen-snmp = the device describes itself to network management as “{ $evidence }”
seen-mac = the network address is “{ $evidence }”
seen-label = the label says “{ $evidence }”
seen-sheet = a list says “{ $evidence }”
seen-contact = the device seeks contact with “{ $evidence }”
seen-lineage = the lineage list knows who stands behind “{ $evidence }”
seen-model = the model number is “{ $evidence }”
seen-nmap = nmap takes it for “{ $evidence }”
seen-scanner = a scanner takes it for “{ $evidence }”
seen-agent = an inventory agent takes it for “{ $evidence }”
seen-other = the device shows on the network “{ $evidence }”
lineage-same = The name on it is the maker's own.
lineage-says = { $relation ->
    [own] According to the lineage list { $brand } is a brand of { $maker }'s own{ $period }.
    [subsidiary] According to the lineage list { $brand } belongs to { $maker }{ $period }.
    [oem] According to the lineage list { $maker } builds devices for { $brand }{ $period }.
   *[relabel] According to the lineage list devices of { $maker } are sold under the label { $brand }{ $period }.
}
lineage-was = { $relation ->
    [own] According to the lineage list { $brand } was a brand of { $maker }'s own{ $period }.
    [subsidiary] According to the lineage list { $brand } belonged to { $maker }{ $period }.
    [oem] According to the lineage list { $maker } built devices for { $brand }{ $period }.
   *[relabel] According to the lineage list devices of { $maker } were sold under the label { $brand }{ $period }.
}
lineage-placed = { $relation ->
    [own] When it was put up ({ $on }), { $brand } was, by the lineage list, a brand of { $maker }'s own.
    [subsidiary] When it was put up ({ $on }), { $brand } belonged, by the lineage list, to { $maker }.
    [oem] When it was put up ({ $on }), { $maker } built devices for { $brand }, by the lineage list.
   *[relabel] When it was put up ({ $on }), devices of { $maker } were sold under the label { $brand }, by the lineage list.
}
lineage-unlisted = The lineage list knows no confirmed tie between { $brand } and { $maker }; a name does not prove who built something.
lineage-disputed = That { $maker } builds for { $brand } is in the lineage list, but disputed.
lineage-leads = According to the lineage list it can have been built by { $names }.
period-since = , since { $from }
period-until = , until { $to }
period-between = , from { $from } to { $to }
counter-none = Nothing speaks against it.
counter-maker = The strongest counter-evidence points to { $other }: { $clue }.
counter-brand = The strongest counter-evidence gives another name, { $other }: { $clue }.
counter-kind = The strongest counter-evidence points to another kind, { $other }: { $clue }.
counter-both = Both are strong; so we do not decide.
counter-open = Neither is enough to decide.
counter-resold = Network parts are resold; such an address does not prove who built a device.
counter-stated = What somebody writes down does not prove who built a device.
counter-weak = That clue is weak and decides nothing.
counter-less = That clue stands alone and weighs less than what speaks for it.
settle-nothing = No question we know would settle this; ask the supplier.
explain-follows = Connection: { $verdict }{ $n ->
    [0] {""}
    [one] , with 1 address outside
   *[other] , with { $n } addresses outside
}; { $state ->
    [breaks] breaks { $broken } of the { $all } rules judged.
    [open] nothing can be said yet about { $open } of the { $all } rules judged.
   *[clear] established to break none of the { $all } rules judged.
}
whynot-name = The device does carry the name { $maker }, but a name does not prove who built something.
whynot-speaks = What speaks most for { $maker }: { $clue }.
whynot-lead = The lineage list names { $maker } with { $brand }; that is a lead, no evidence about this device.
whynot-no-lineage = The lineage list does not name { $maker } with { $brand }.
whynot-nobody-else = Nothing speaks for another maker either.
whynot-would-change = Only a tell of { $maker }'s own would change this, and none was seen.
explain-because = because: { $list }
explain-property = Clues: { $what }
why-not-it-is = { $maker } is in fact what is established.
why-not-nothing-speaks-for-it = Nothing points to { $maker }.
why-not-another-is-decided = Not { $maker }, since { $other } is established.
why-not-contested = The maker is contested; { $maker } does not prevail over the other readings.
why-not-only-one-voice = Only one clue speaks for { $maker }, and it does not decide alone.
why-not-too-weak = The clues for { $maker } are too weak together.
why-not-for = What speaks for { $maker }
why-not-against = What speaks for others
start-says = The register is in { $register }. Three questions; you may skip each of them.
start-list = Do you have a list of your devices?
start-export = Do you have a recorder's export, invoices or labels?
start-network = May you look at a network?
start-skip = The first page says what can be said already, and what would answer the rest.
demo-parts = Devices: established + on tested facts, without proof.
demo-isolation = Isolated { $mi } { $isolated } sites   Leaking { $ml } { $leaking }   Unproven { $mu } { $unproven }
demo-declared = Declared and found { $both }   Found only { $found }   Declared only { $declared }
knowledge-verdict = { $n ->
    [0] Knowledge { $version } is in order.
    [one] Knowledge { $version } has 1 fault.
   *[other] Knowledge { $version } has { $n } faults.
}
knowledge-tells = { $n } tells: { $proven } proven, { $tested } tested, { $draft } draft; { $examples } examples checked.
knowledge-rest = { $vendors } firms; { $edges } lineage rows: { $proven } proven, { $tested } tested, { $draft } draft; { $policies } policies.
knowledge-unproven = { $n ->
    [one] 1 protocol is not yet proven on data of others:
   *[other] { $n } protocols are not yet proven on data of others:
}
knowledge-by-vendor = Tells by firm, most first; "-" names nobody:
knowledge-unexercised = { $n ->
    [one] 1 rule is reached by no example:
   *[other] { $n } rules are reached by no example:
}
knowledge-overlaps = { $n ->
    [one] 1 example makes signs of two firms speak:
   *[other] { $n } examples make signs of two firms speak:
}
import-says = { $file }: { $rows ->
    [one] 1 row is readable;
   *[other] { $rows } rows are readable;
} { $matched } match a device. { $bad ->
    [0] Everything could be read.
    [one] 1 place could not be read.
   *[other] { $bad } places could not be read.
}
import-nothing-stored = Nothing has been stored yet.
import-stored = Stored.
import-counts = Changes { $changed }   New { $new }   Same { $same }
import-new = New

## Knowledge from elsewhere: packs, updates, what they would change
pack-written = { $file }: { $bytes } bytes written
pack-proved = { $file }: signed by a trusted key, and whole
pack-version = version
pack-made-on = made on
pack-made-with = { $day }, with Oogmerk { $program }
pack-maker = made by
pack-key = public key
pack-fingerprint = fingerprint
pack-holds = holds
pack-sources = sources
key-secret = { $file } holds the secret key: keep it to yourself. Whoever has it can sign in your name.
trust-already = Trusted already: { $fingerprint }
trust-from-now = Trusted from now on: { $fingerprint }
trust-listed = Listed in { $file }
reset-taken = Taken away: { $file }
reset-in-use = In use: knowledge { $version }, the program's own
whence-own = the program's own, version { $program }
whence-pack = installed pack of { $maker }, made on { $day }
whence-blocks = with address blocks from “knowledge update --oui”
list-knowledge = knowledge
list-whence = from
list-not-used = not used
list-passed-over = { $version } of { $maker }: made for an older version of the program
list-trusted = trusted
list-tells = Tells by firm; “-” names nobody
list-policies = Lists and decisions that can be judged by
patterns-usable = { $of }: { $usable } of { $all } patterns usable; { $speaking } of these say something about a device
patterns-left-out = { $of }: { $n } left out: { $reason }
patterns-examples = { $of }: { $right } of { $all } examples are matched first by their own pattern
what-if-versions = In use is knowledge { $version } ({ $whence }); it would be replaced by { $then }.
what-if-rows = { $added } added, { $removed } removed, { $changed } changed
what-if-blocks = Address blocks: { $read } read, { $added } added, { $changed } changed, { $gone } gone
what-if-blocks-kept = The list is only a part of the address registry: { $n } blocks that are not in it stay.
what-if-more = and { $n } more (--all shows everything)
what-if-register = What would change in { $register }
what-if-nothing = No verdict, no conclusion and no count would change.
what-if-verdicts = Verdicts that would change: { $n }
what-if-conclusions = Conclusions about rules that would change: { $n }
what-if-not-judged = not judged
what-if-appears = Devices that would be added: { $n }
what-if-vanishes = Devices that would no longer be listed: { $n }
what-if-counts = Counts that would change (proved, at most): { $n }
update-already = This knowledge is in use already: nothing is installed.
update-dry-run = Nothing is installed (--dry-run).
update-declined = Nothing is installed.
update-installed = Installed: knowledge { $version } is in use from now on.
update-question = Install it? [y/N]
knowledge-rows-tells = tells
knowledge-rows-edges = lineage
knowledge-rows-grammar = model patterns
knowledge-rows-policies = lists
knowledge-rows-vendors = firms
knowledge-rows-clouds = cloud services
knowledge-rows-blocks = address blocks
status-draft = draft
status-tested = tested
status-proven = proven
statuses-draft = { $n } draft
statuses-tested = { $n } tested
statuses-proven = { $n } proven

## One line of lineage, one tell
edge-relation = edge
edge-scope = scope
edge-period = period
edge-evidence = evidence
edge-statement = statement
edge-disputed = disputed
edge-says-own-brand = { $brand } is a brand of { $maker }
edge-says-subsidiary = { $brand } is a firm of { $maker }
edge-says-acquired = { $brand } was bought by { $maker }
edge-says-relabel = { $brand } puts its name on devices of { $maker }
edge-says-oem = { $brand } has devices built by { $maker }
edge-says-component = { $brand } uses chips or modules of { $maker }
edge-all = all of its devices
edge-some = some of its devices
edge-all-models = all models that fit { $models }
edge-some-models = some of the models that fit { $models }
edge-period-unknown = beginning and end not known
edge-period-from = from { $from }; end not known
edge-period-to = beginning not known; to { $to }
edge-period-both = { $from } to { $to }
edge-no-statement = none known of the maker or the brand
edge-yes = yes
edge-no = no
known-pair = { $name }: { $value }
known-status = status
known-draft = a lead that decides nothing
known-source = source
evidence-class-maker-statement = word of the maker or the brand
evidence-class-regulator = authority
evidence-class-court = court papers
evidence-class-register = public register
evidence-class-advisory = security advisory
evidence-class-measured = measured on a device
evidence-class-press = press
evidence-class-forensic = published analysis
evidence-class-project = open project
evidence-class-directory = list without proof
evidence-class-hearsay = hearsay
tell-reads = reads
tell-pattern = pattern
tell-claims = claims
tell-strength = strength
tell-group = group
tell-match = match
tell-silent = silent

## What is known of whom; the lineage of one brand; objections
coverage-says = { $firms } firms and { $protocols } columns. Known by their answers on two protocols or more, drafts left out: { $two }.
coverage-nothing = nothing
coverage-others = { $n ->
    [one] on 1 other
   *[other] on { $n } others
}
coverage-nobody = { $n ->
    [one] Of 1 firm nothing is known but its name:
   *[other] Of { $n } firms nothing is known but their names:
}
edge-examples = for instance
descent-country = headquarters
descent-owner = owner, as noted
descent-state = ties to a state, as noted
descent-not-known = not known
descent-id = line of lineage
descent-built = Who builds the devices
descent-built-nobody = No line that was checked says who builds them.
descent-owned = Who owns the brand's firm
descent-owned-nobody = No line that was checked says so; what is noted stands above.
descent-behind = The firms behind it, and who owns them
descent-behind-nobody = No other firm is known.
descent-statements = What the firms say themselves
descent-statements-none = No statement of theirs is known.
descent-disputed = What is disputed
descent-disputed-none = Nothing here is marked as disputed.
descent-parts = Chips and modules inside
descent-parts-none = None is known.
descent-leads = Leads, which decide nothing
descent-leads-none = None.
descent-labels = Names on devices that this firm builds, leads included
descent-dispute-how = { $command } writes the form of an objection to one line.
dispute-title = Objection to { $id }
dispute-version = This form is about one row of the knowledge of Oogmerk, version { $version }. Anybody may object: a maker, a brand, a seller, a public body, a reader.
dispute-row = What the row says and rests on
dispute-objection = The objection
dispute-who = Name
dispute-for = On behalf of (a firm, a body, oneself)
dispute-day = Date
dispute-wrong = What is wrong (firm, models, dates, relation, source, something else)
dispute-right = What would be right
dispute-evidence = Evidence, with where it can be opened
dispute-counts = What counts as evidence
dispute-alone = One is enough: { $classes }.
dispute-in-pairs = Two that do not copy each other prove; one makes the row worth another look: { $classes }.
dispute-never = Prove nothing: { $classes }.
dispute-locator = A source is named so that a stranger can open it: a document with its page, a register with its entry, a project with file and version, a device with its label and its answer.
dispute-answer = The answer owed
dispute-meanwhile = A line of lineage that is objected to with evidence is marked as disputed until the answer stands: then it no longer decides who made a device, and both sides are shown.
dispute-received = Received on
dispute-opened = Sources opened again, on which day, and what they say
dispute-outcome = Outcome (row stays, is corrected, is withdrawn, stays disputed)
dispute-reason = Reason, with source
dispute-correction = Correction: from which version of the knowledge, and who was told
dispute-both = Objection and answer are kept beside each other; neither is shown without the other.
dispute-term = The knowledge holds no text that sets a term for this answer. Where a law, by-law or contract that binds whoever answers sets one, it is written here with its article.
dispute-term-text = Term, and the text that sets it
dispute-list-name = list
dispute-list-authority = authority
dispute-list-says = says
dispute-list-binds = binds
dispute-list-firms = names
dispute-list-reference = written in
pattern-exact = is exactly
pattern-prefix = begins with
pattern-suffix = ends with
pattern-contains = contains
pattern-regex = regular expression

## Words
list-or = or
list-and = and
day-long = { $day } { $month } { $year }
day-short = { $day } { $month } { $year }
month-long-1 = January
month-long-2 = February
month-long-3 = March
month-long-4 = April
month-long-5 = May
month-long-6 = June
month-long-7 = July
month-long-8 = August
month-long-9 = September
month-long-10 = October
month-long-11 = November
month-long-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
seconds = { $n ->
    [one] 1 second
   *[other] { $n } seconds
}
verdict-decided = established
verdict-likely = very likely
verdict-contested = contested
verdict-undecided = not established
isolation-isolated = isolated
isolation-leaking = leaking
isolation-unproven = unproven
isolation-unmeasured = not measured
isolation-means-isolated = every condition holds in the measured window
isolation-means-leaking = at least one packet went outside
isolation-means-unproven = measured, but something is missing to prove it
isolation-means-unmeasured = no traffic of this device was looked at
isolation-count-isolated = [[list|{ $n }]] isolated
isolation-count-leaking = [[list|{ $n }]] leaking
isolation-count-unproven = [[list|{ $n }]] unproven
conclusion-breaks = breaks
conclusion-clear = meets
conclusion-undecided = not established
conclusion-contested = contested
strength-weak = weak
strength-moderate = moderate
strength-strong = strong
strength-decisive = decisive
severity-info = for information
severity-low = low
severity-medium = medium
severity-high = high
severity-critical = very high
relation-own-brand = the maker's own brand
relation-subsidiary = brand of a subsidiary of the maker
relation-oem = built for the brand
relation-relabel = the maker's device under another label
group-camera = Cameras
group-recorder = Recorders
group-other = Other devices
via-resolver = name asked of
via-proxy = request through proxy
via-relay = relayed by
via-recorder = through recorder
property-kind = kind
property-brand = brand
property-maker = maker
property-line = series
property-model = model
property-firmware = firmware
property-serial = serial number
property-soc = chip
property-hardware = hardware
property-soc-maker = maker of the chip
property-modem = modem
property-modem-maker = maker of the modem
property-lineage = lineage
property-mac = network address
property-ip = IP address
property-place = place
property-department = department
property-purpose = purpose
property-supplier = supplier
property-manufacturer = manufacturer (stated)
property-asset = number
property-number = number
property-name = name
property-site = site
property-address = address
property-date = date
property-note = note
property-price = price
property-contract = contract
property-room = room
property-legal-ground = legal basis
property-installed = installed on
property-latitude = latitude
property-longitude = longitude
property-count = number of devices
kind-camera = camera
kind-ptz-camera = PTZ camera
kind-thermal-camera = thermal camera
kind-anpr-camera = ANPR camera
kind-body-camera = body camera
kind-doorbell = doorbell camera
kind-intercom = intercom
kind-encoder = video encoder
kind-recorder = recorder
kind-vms = video management system
kind-access-controller = access controller
kind-drone = drone
kind-drone-dock = drone dock
kind-sensor = sensor
kind-phone = phone
kind-computer = computer
kind-printer = printer
kind-switch = switch
kind-router = router
kind-access-point = access point
kind-gateway = gateway
kind-plug = smart plug
kind-light = smart light
kind-hub = hub
kind-other = other device
kinds-phone = { $n ->
    [one] 1 phone
   *[other] { $n } phones
}
kinds-computer = { $n ->
    [one] 1 computer
   *[other] { $n } computers
}
kinds-printer = { $n ->
    [one] 1 printer
   *[other] { $n } printers
}
kinds-switch = { $n ->
    [one] 1 switch
   *[other] { $n } switches
}
kinds-router = { $n ->
    [one] 1 router
   *[other] { $n } routers
}
kinds-access-point = { $n ->
    [one] 1 access point
   *[other] { $n } access points
}
kinds-gateway = { $n ->
    [one] 1 gateway
   *[other] { $n } gateways
}
kinds-plug = { $n ->
    [one] 1 smart plug
   *[other] { $n } smart plugs
}
kinds-light = { $n ->
    [one] 1 smart light
   *[other] { $n } smart lights
}
kinds-hub = { $n ->
    [one] 1 hub
   *[other] { $n } hubs
}
kinds-other = { $n ->
    [one] 1 other device
   *[other] { $n } other devices
}
kinds-unknown = { $n ->
    [one] 1 unknown device
   *[other] { $n } unknown devices
}
settle-field = the field “{ $field }”
settle-protocol-answered = ask the makers' search questions
settle-tls-issuer = read the certificate
settle-onvif-scope = ask for the ONVIF data
settle-onvif-scope-location = ask for the ONVIF place
settle-dhcp-hostname = wait for the name in its address request
settle-dhcp-vendor-class = wait for its next address request
settle-mdns-service = wait for its announcement on the network
settle-mdns-instance = wait for its announcement on the network
settle-ssdp-server = wait for its announcement on the network
settle-sdp-session-name = read the picture description, without a picture
settle-rtsp-content-base = read the picture server's answer
settle-http-location = read where the management page leads
settle-http-favicon-mmh3 = read the icon of the management page
settle-label-model = read the model on the label
settle-label-maker = read the manufacturer on the circuit board
settle-label-serial = read the serial number on the label
settle-label-brand = read the brand on the label
settle-label-fcc-id = read the FCC number on the label
settle-onvif-scope-hardware = ask for the ONVIF details
settle-onvif-scope-name = ask for the ONVIF name
settle-sadp-device-description = ask the SADP search question
settle-dhdiscover-device-type = ask the DHDiscover search question
settle-http-title = read the title of the management page
settle-http-server = read the name of the web server
settle-http-www-authenticate = read the log-in question of the web server
settle-rtsp-realm = read the log-in question of the picture server
settle-rtsp-server = read the name of the picture server
settle-tls-subject = read the certificate
settle-onvif-scope-type = ask for the ONVIF type
settle-onvif-model = ask for the ONVIF model
settle-onvif-manufacturer = ask for the ONVIF manufacturer
settle-onvif-firmware = ask for the ONVIF firmware
settle-onvif-serial = ask for the ONVIF serial number
settle-http-body-marker = read the management page
settle-label-firmware = read the firmware off the device
settle-label-mac = read the network address on the label
settle-label-ce-manufacturer = read the manufacturer beside the CE mark
settle-label-country-mark = read the country on the label
settle-label-date-code = read the date code on the label
settle-http-realm = read the log-in question of the web server
settle-mac-oui = read the network address on the link itself
missing-window-under-7-days = measured for less than seven days
missing-no-restart-seen = no restart of the device seen
missing-no-drop-counter = lost packets were not counted
missing-drops-over-limit = too many packets lost
missing-sampled = only a sample of the packets seen
missing-sampling-unknown = whether every packet was seen is not known
missing-segment-not-complete = not every device of the segment was seen
missing-no-egress-test = no test from inside was made
missing-no-resolver-test = not tested whether the internal name service answers outside names
missing-radio-or-second-interface-unknown = a radio or second interface is not ruled out
missing-recorder-leaks = a recorder that reaches the device leaks
missing-recorder-not-isolated = a recorder that reaches the device is not isolated
missing-leaves-through-something-inside = something leaves by way of a device inside
missing-flows-only = only flows seen, no packets
missing-flows-evicted = not every flow could be kept
remedy-breaks = replace or isolate, as your body decides
remedy-contested = first settle the contradiction
remedy-undecided = first establish who built it
remedy-kind = first establish what kind of device it is
remedy-clear = nothing

## Site
nav-label = Main menu
nav-overview = Overview
nav-devices = Devices
nav-review = Review
nav-isolation = Isolation
nav-rules = Rules
nav-report = Report as a file
search-label = Device, place or address
search-button = Search
back-to-today = Back to today
as-data = This page as
list-caption = Devices
list-says = { $n ->
    [one] [[b|1]] of { $all } devices.
   *[other] [[b|{ $n }]] of { $all } devices.
}
list-search = Search in this list
list-showing = { $from }–{ $to } of { $n }
list-first = first
list-next = next
filter-remove = remove
filter-clear = Show all
filter-maker = maker
filter-brand = brand
filter-kind = kind
filter-group = group
filter-verdict = maker is
filter-isolation = connection
filter-place = site
filter-department = department
filter-rule = rule
filter-conclusion = outcome
facet-verdict = Certainty about the maker
facet-more = more
sort-by = Order:
sort-attention = what needs attention
sort-maker = maker
sort-brand = brand
sort-kind = kind
sort-place = site
sort-model = model
site-back = To the list
site-refused-title = not signed in
site-refused-says = You are not signed in here.
site-refused-next = Open the link the program showed when it started. It works once; start the program again for a new one.
site-missing-title = not found
site-missing-says = There is no such page.
site-missing-next = The device is not in the register on this date, or the address is misspelt.
site-failed-title = our fault
site-failed-says = The register could not be read.
site-failed-next = Nothing was changed. Run in the terminal: oogmerk register check.
