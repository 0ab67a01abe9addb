### Oogmerk: Nederlands zoals een Vlaams bestuur het schrijft. [[naam|woorden]] wordt op een pagina een koppeling.

## Frame
skip = Naar de inhoud
as-of-label = Stand van de gegevens
as-of = Stand van { $on }
as-of-known = Stand van { $on }, zoals bekend op { $known }
last-measured = Laatste meting { $on }
contents = Op deze pagina
page-title = Camera's en sensoren – { $body } – { $on }
notice-internal = Voor intern gebruik. Adressen, bereikbaarheid en serienummers horen niet in een openbaar stuk.
notice-invented = [[b|VOORBEELD.]] De stad, de toestellen en alle cijfers zijn verzonnen.
foot-knowledge = Kennis { $version }
foot-method = Er is nergens aangemeld, er zijn geen beelden bekeken en er is niets aan de toestellen veranderd.
times-utc = Alle uren zijn in UTC.
title-body = Camera's en sensoren van { $body }
title-nobody = Camera's en sensoren

## Opening
lead-empty = Nog geen toestellen.
lead-empty-next = Voer een lijst in, of verken een netwerk: dan staat hier het antwoord.
lead-count = Het register telt [[cameras|{ $cameras ->
    [one] 1 camera
   *[other] { $cameras } camera's
}]] en [[recorders|{ $recorders ->
    [one] 1 recorder
   *[other] { $recorders } recorders
}]]{ $sites ->
    [0] .
    [one] {" "}op [[sites|1 locatie]].
   *[other] {" "}op [[sites|{ $sites } locaties]].
}
lead-either = { $n ->
    [one] Nog 1 toestel is een camera of een recorder: welk van beide, staat open.
   *[other] Nog { $n } toestellen zijn camera of recorder: welk van beide, staat open.
}
lead-kind-open = { $n ->
    [one] Van nog 1 toestel staat de soort open.
   *[other] Van nog { $n } toestellen staat de soort open.
}
count-parts = Daarvan { $established } vastgesteld en { $tested } op getoetste feiten, zonder bewijs.
lead-range = Het juiste aantal ligt tussen { $low } en { $high }.
lead-label = { $label ->
    [one] Op het etiket van [[label|1]] toestel staat { $names };
   *[other] Op het etiket van [[label|{ $label }]] toestellen staat { $names };
} volgens het bewijs { $maker ->
    [one] is het er [[maker|1]].
   *[other] zijn het er [[maker|{ $maker }]].
}
lead-outside = { $n ->
    [one] [[outside|1 toestel]] zocht contact met buiten.
   *[other] [[outside|{ $n } toestellen]] zochten contact met buiten.
}
lead-open = { $n ->
    [one] Van [[open|1 toestel]] is niet zeker wie het gebouwd heeft.
   *[other] Van [[open|{ $n } toestellen]] is niet zeker wie ze gebouwd heeft.
}
lead-open-range = { $n ->
    [one] Van [[open|1 toestel]] is niet zeker wie het gebouwd heeft;
   *[other] Van [[open|{ $n } toestellen]] is niet zeker wie ze gebouwd heeft;
} het juiste aantal ligt dus tussen { $low } en { $high }.
lead-unseen = [[unseen|Wat wij niet konden zien]]

## Five questions
q-how-many = Hoeveel?
q-who-made = Van wie?
q-where = Waar?
q-inside = Afgezonderd?
q-rules = Volgens de regels?
how-many = [[cameras|{ $cameras ->
    [one] 1 camera
   *[other] { $cameras } camera's
}]], [[recorders|{ $recorders ->
    [one] 1 recorder
   *[other] { $recorders } recorders
}]] en [[others|{ $others ->
    [one] 1 ander toestel
   *[other] { $others } andere toestellen
}]].
how-many-declared = { $both ->
    [one] 1 stond in een lijst en is gevonden.
   *[other] { $both } stonden in een lijst en zijn gevonden.
} { $found ->
    [one] [[found|1]] vonden wij zelf.
   *[other] [[found|{ $found }]] vonden wij zelf.
} { $declared ->
    [one] [[declared|1]] aangegeven toestel is niet teruggevonden.
   *[other] [[declared|{ $declared }]] aangegeven toestellen zijn niet teruggevonden.
}
how-many-no-list = Er is geen lijst ingevoerd; aangegeven en gevonden zijn dus niet vergeleken.
who-made = Volgens het etiket { $label ->
    [one] komt er [[label|1]]
   *[other] komen er [[label|{ $label }]]
} van { $names }. Volgens het bewijs { $maker ->
    [one] is het er [[maker|1]].
   *[other] zijn het er [[maker|{ $maker }]].
}
who-made-none = Van geen enkel toestel is vastgesteld wie het gebouwd heeft.
makers-contested = [[list|{ $n }]] betwist
makers-undecided = [[list|{ $n }]] niet vastgesteld
makers-decided = { $n ->
    [one] Van 1 toestel is de maker bekend:
   *[other] Van { $n } toestellen is de maker bekend:
} { $established } vastgesteld, { $tested } op getoetste feiten.
where = { $sites ->
    [one] Op [[sites|1 locatie]].
   *[other] Op [[sites|{ $sites } locaties]].
}
where-most = De meeste hangen bij
where-top = { $name } ([[n|{ $n }]])
where-none = Van geen enkel toestel is aangegeven waar het hangt.
where-unplaced = { $n ->
    [one] Van [[list|1 toestel]] is de plaats niet aangegeven.
   *[other] Van [[list|{ $n } toestellen]] is de plaats niet aangegeven.
}
inside = { $isolated ->
    [one] Van [[isolated|1]] gemeten toestel is bewezen dat het binnen blijft.
   *[other] Van [[isolated|{ $isolated }]] gemeten toestellen is bewezen dat ze binnen blijven.
} { $leaking ->
    [0] Geen enkel gemeten toestel lekte.
    [one] [[leaking|1]] lekt.
   *[other] [[leaking|{ $leaking }]] lekken.
} { $unproven ->
    [0] {""}
    [one] Van [[unproven|1]] is het niet bewezen.
   *[other] Van [[unproven|{ $unproven }]] is het niet bewezen.
}
inside-unmeasured = Er is geen verkeer gemeten. Of toestellen afgezonderd zijn, weten wij dus niet.
inside-rest = { $n ->
    [one] Van [[list|1 ander toestel]] is geen verkeer gemeten.
   *[other] Van [[list|{ $n } andere toestellen]] is geen verkeer gemeten.
}
rules-says = { $broken ->
    [0] Van de { $rules } nagegane regels is er geen waarmee een toestel vastgesteld in strijd is.
   *[other] { $n ->
        [one] [[n|1 toestel]] is met minstens één regel in strijd.
       *[other] [[n|{ $n } toestellen]] zijn met minstens één regel in strijd.
    } { $rules ->
        [one] Er is 1 regel nagegaan.
       *[other] Er zijn { $rules } regels nagegaan; met { $broken } is iets in strijd.
    }
}
rules-none = Er zijn geen regels nagegaan.
rules-unclear = Bij de regel met de meeste open vragen { $n ->
    [one] is 1 toestel
   *[other] zijn { $n } toestellen
} niet te beoordelen. Niet vastgesteld is niet hetzelfde als voldoet.
go-kinds = Lijst per soort
go-declared = Aangegeven en gevonden
go-makers = Lijst per maker
go-brands = Van etiket naar maker
go-unknown = Wat niet vastgesteld is
go-places = Per locatie en dienst
go-outside = Met wie er contact is
go-isolation = Wat er ontbreekt
go-rules = Elke regel

## Pictures
picture-declared = { $both } toestellen aangegeven en gevonden, { $found } enkel gevonden, { $declared } enkel aangegeven.
picture-kinds = Toestellen per soort, de grootste eerst.
picture-flow = Van etiket naar maker: op het etiket van { $label } staat { $names }; volgens het bewijs zijn het er { $maker }.
picture-flow-plain = Van etiket naar maker.
picture-places = De meeste toestellen hangen bij { $name }: { $n }.
picture-inside = { $leaking } toestellen lekken, { $isolated } zijn afgezonderd, van { $unproven } is het niet bewezen of niet gemeten.
picture-rules = { $n } toestellen zijn met minstens één regel in strijd; gestreept is wat niet vastgesteld of betwist is.
picture-makers = De meeste toestellen zijn gebouwd door { $name }: { $n }; in totaal { $makers } makers.
picture-makers-none = Geen enkele maker is vastgesteld.
part-both = aangegeven en gevonden
part-found = enkel gevonden
part-declared = enkel aangegeven, niet gevonden
flow-left = op het etiket
flow-right = gebouwd door
flow-no-label = zonder etiket
flow-unknown = niet zeker
flow-others = andere
flow-caption = { $n ->
    [one] 1 toestel met een andere naam op het etiket
   *[other] { $n } toestellen met een andere naam op het etiket
}
makers-caption = Vol: bewezen, als wat vastgesteld is + wat op getoetste feiten beslist is. Gestreept: wat het hoogstens kan zijn.

## Headings
h-makers = Makers: wie de toestellen bouwde
h-brands = Merken: wat er op het etiket staat
h-kinds = Soorten
h-places = Waar ze hangen
h-outside = Wie met buiten spreekt
h-isolation = Afzondering
h-rules = Regels
h-declared = Aangegeven en gevonden
h-declared-only = Aangegeven, niet gevonden
h-found-only = Gevonden, niet aangegeven
h-differs = Verschilt
h-unknown = Wat niet vastgesteld is, en wat zou beslissen
h-not-known = Wat wij niet weten
h-unseen = Wat wij niet konden zien
h-windows = Wat er bekeken is
h-bystanders = Wie er nog gezien is
h-lists = De lijsten achter de cijfers
h-device-list = Alle toestellen
h-devices = Elk toestel, met zijn bewijs
h-tells = Kenmerken, en waar ze vandaan komen
h-looks-different = Wat er anders uitziet
h-would-settle = Wat zou beslissen
h-contested = Betwist
h-other-clues = Andere aanwijzingen
h-findings = Bevindingen
h-contacts = Contact met buiten
h-measured = Hoe gemeten is
h-declared-here = Aangegeven
h-merges = Samengevoegd op
h-evidence = Bewijs
t-makers = Toestellen per maker
t-kinds = Toestellen per soort
t-outside = Contacten met buiten
t-isolation = Toestellen per uitkomst
t-devices = Toestellen
t-flow = Op het etiket, en gebouwd door
t-brands = Toestellen per merk
t-departments = Toestellen per dienst
t-places = Toestellen per locatie
t-via = Naar buiten langs iets binnen
t-missing = Wat ontbreekt om afzondering te bewijzen
t-rules = Uitkomst per regel
t-declared-only = In een lijst, niet op het net gevonden
t-found-only = Op het net gevonden, in geen lijst
t-differs = De lijst en het net zeggen iets anders
t-open = Toestellen waarvan de maker niet vastgesteld is
t-windows = Metingen

## Columns
col-device = Toestel
col-devices = Toestellen
col-kind = Soort
col-brand = Merk
col-maker = Maker
col-model = Model
col-firmware = Firmware
col-serial = Serienummer
col-soc = Chip
col-address = Adres
col-place = Locatie
col-sites = Locaties
col-department = Dienst
col-cameras = Camera's
col-recorders = Recorders
col-isolation = Verbinding
col-rules = Regels
col-proved = Bewezen
col-established = Vastgesteld
col-tested = Op getoetste feiten
col-at-most = Hoogstens
col-other-name = Onder andere naam
col-settles = Wat zou beslissen
col-to = Naar
col-asked-name = Opgevraagde naam
col-whose = Van wie
col-packets = Pakketten
col-answer = Antwoord
col-when = Wanneer
col-through = Langs
col-how = Hoe
col-verdict = Uitkomst
col-meaning = Betekent
col-missing = Wat ontbreekt
col-rule = Regel
col-severity = Ernst
col-number = Nummer
col-declared-as = Zoals aangegeven
col-declared = Aangegeven
col-found = Gevonden
col-row = Staat in
col-field = Veld
col-input = Bron
col-window = Venster
col-length = Duur
col-frames = Pakketten
col-dropped = Verloren
col-limits = Beperkingen
col-property = Eigenschap
col-reading = Lezing
col-share = Aandeel
col-evidence = Bewijs
col-value = Waarde
col-strength = Sterkte
col-reads = Er staat
col-tell = Kenmerk
col-points-to = Wijst op
col-source = Bron
col-since = Sinds
col-binds = Bindt
col-outcome = Uitkomst
col-because = Omdat
col-remedy = Wat te doen
col-matched-by = Gekoppeld op
col-key = Sleutel
col-joined = Waarnemingen
col-stands = Staat in
col-seen = Gezien

## Sections
makers-says = { $high ->
    [0] Geen enkel toestel is gebouwd door { $names }.
   *[other] [[b|{ $range }]] toestellen zijn gebouwd door { $names }.
}
makers-note = Bewezen: vastgesteld (bewezen kennis alleen beslist het) en op getoetste feiten, samen. Hoogstens: als elke open vraag zo zou uitvallen.
brands-says = { $n ->
    [0] Op elk toestel waarvan merk en maker vastgesteld zijn, staat de naam van de maker zelf.
    [one] Op [[b|1 toestel]] staat een andere naam dan die van de maker.
   *[other] Op [[b|{ $n } toestellen]] staat een andere naam dan die van de maker.
}
kinds-says = [[b|{ $cameras }]] camera's, [[b|{ $recorders }]] recorders en [[b|{ $others }]] andere toestellen.
count-open = { $n ->
    [one] Van 1 toestel is dit betwist of niet vastgesteld.
   *[other] Van { $n } toestellen is dit betwist of niet vastgesteld.
}
count-kind-open = { $n ->
    [one] Van nog 1 toestel staat open of het van deze soorten is.
   *[other] Van nog { $n } toestellen staat open of ze van deze soorten zijn.
}
count-total = in totaal
count-kinds = soort open
places-says = { $sites ->
    [one] De toestellen hangen op [[b|1 locatie]].
   *[other] De toestellen hangen op [[b|{ $sites } locaties]].
}
place-unknown = plaats niet aangegeven
department-unknown = dienst niet aangegeven
and-more = en nog { $n }
rows-left = { $n ->
    [one] Nog 1 rij staat hier niet; zij staat in het gegevensbestand (CSV of JSON).
   *[other] Nog { $n } rijen staan hier niet; ze staan in het gegevensbestand (CSV of JSON).
}
list-more = { $n ->
    [one] En nog 1 ander toestel; zie het gegevensbestand (CSV of JSON).
   *[other] En nog { $n } andere toestellen; zie het gegevensbestand (CSV of JSON).
}
no-name = geen naam
answered = beantwoord
unanswered = geen
outside-says = { $n ->
    [one] [[n|1]] van de { $measured } gemeten toestellen zocht contact met buiten;
   *[other] [[n|{ $n }]] van de { $measured } gemeten toestellen zochten contact met buiten;
} { $answered ->
    [0] geen ervan kreeg antwoord.
    [one] 1 kreeg antwoord.
   *[other] { $answered } kregen antwoord.
}
outside-none = { $n ->
    [one] Van het ene gemeten toestel is geen pakket naar buiten gezien, in [[windows|deze vensters]].
   *[other] Van de { $n } gemeten toestellen is geen pakket naar buiten gezien, in [[windows|deze vensters]].
}
outside-unmeasured = Er is geen verkeer gemeten; over contact met buiten zegt dit verslag niets.
outside-note = Een poging telt als lek, ook zonder antwoord. Van wie: wiens dienst het is volgens onze kennis.
via-note = Deze vragen gingen naar een toestel binnen, dat ze naar buiten kan doorgeven.
via-says = { $how } { $through }: [[b|{ $name }]]
isolation-note = Afgezonderd vraagt: minstens zeven dagen gezien, met een herstart, geen verloren pakketten, alle toestellen van het segment gezien en een proef van binnenuit geweigerd. Ontbreekt er één, dan is het niet bewezen.
isolation-window = Gemeten gedurende { $length }; { $dropped ->
    [0] geen pakketten verloren.
    [one] 1 pakket verloren.
   *[other] { $dropped } pakketten verloren.
}
isolation-window-uncounted = Gemeten gedurende { $length }; of er pakketten verloren gingen, is niet geteld.
rule-binds = Bindt: { $who }.
rule-since = Sinds { $since }.
rule-written = Staat in: { $where }.
rule-source = Bron: { $source }.
rule-devices = { $n ->
    [one] [[n|1 toestel]] in strijd:
   *[other] [[n|{ $n } toestellen]] in strijd:
}
# Lijsten en besluiten waaraan standaard wordt getoetst: naam en wie eraan gebonden is.
policy-name-be-kortrijk = Kortrijk, 9 mei 2022
policy-binds-be-kortrijk = de stad Kortrijk, voor nieuwe opdrachten; de 29 camera's die er hangen mogen blijven; geen enkel ander bestuur
policy-name-eu-parliament-2021 = Europees Parlement, 28 april 2021: warmtecamera's
policy-binds-eu-parliament-2021 = de administratie van het Europees Parlement, voor haar eigen gebouwen; geen enkel ander bestuur
policy-name-us-fcc-covered-list = FCC Covered List (Verenigde Staten)
policy-binds-us-fcc-covered-list = wie federale telecomsubsidies van de Verenigde Staten besteedt; sinds 6 februari 2023 ook makers en invoerders die daar een nieuwe toelating voor apparatuur vragen; wat al in gebruik is, mag blijven
policy-name-us-ndaa-889 = NDAA, section 889 (Verenigde Staten)
policy-binds-us-ndaa-889 = federale besturen van de Verenigde Staten wanneer zij aankopen; sinds 13 augustus 2020 ook firma's met een contract bij hen en ontvangers van federale subsidies en leningen, voor wat zij gebruiken of aankopen; niemand in de Europese Unie
rules-note = Lijsten van anderen binden enkel wie erbij vermeld staat. Niet vastgesteld en betwist tellen niet als voldoet.
declared-says = { $rows ->
    [one] De lijst telt 1 rij.
   *[other] De lijsten tellen { $rows } rijen.
} [[b|{ $both }]] zijn teruggevonden, [[declared|{ $declared }]] niet. [[found|{ $found }]] gevonden toestellen staan in geen lijst; bij [[differs|{ $differs }]] zeggen lijst en net iets anders.
declared-only-none = Alles wat aangegeven is, is teruggevonden.
declared-only-note = Niet gezien is niet hetzelfde als weg: zie wat er bekeken is.
found-only-none = Alles wat gevonden is, staat in een lijst.
differs-none = Waar lijst en net over hetzelfde toestel spreken, zeggen ze hetzelfde.
declared-here-note = Een lijst is een verklaring, geen bewijs van wie het toestel bouwde.
open-says = { $n ->
    [one] Van [[b|1 toestel]] is de maker betwist of niet vastgesteld.
   *[other] Van [[b|{ $n } toestellen]] is de maker betwist of niet vastgesteld.
}
open-none = Van elk toestel is de maker vastgesteld.
unknown-maker-undecided = { $n ->
    [one] [[list|1 toestel]] zonder vastgestelde maker.
   *[other] [[list|{ $n } toestellen]] zonder vastgestelde maker.
}
unknown-maker-contested = { $n ->
    [one] [[list|1 toestel]] waarvan de maker betwist is.
   *[other] [[list|{ $n } toestellen]] waarvan de maker betwist is.
}
unknown-settles = { $n ->
    [one] beslist bij 1 toestel
   *[other] beslist bij { $n } toestellen
}
unknown-isolation = { $n ->
    [one] [[list|1 toestel]] waarvan afzondering niet bewezen is.
   *[other] [[list|{ $n } toestellen]] waarvan afzondering niet bewezen is.
}
unknown-nothing = Van elk toestel zijn maker en verbinding vastgesteld.
unseen-no-traffic = Er is geen verkeer gemeten. Wie met buiten spreekt, is dus niet te zeggen.
unseen-unmeasured = { $n ->
    [one] Het verkeer van [[list|1 toestel]].
   *[other] Het verkeer van [[list|{ $n } toestellen]].
}
unseen-no-counter = { $n ->
    [one] [[windows|1 meting]] telt verloren pakketten niet.
   *[other] [[windows|{ $n } metingen]] tellen verloren pakketten niet.
}
unseen-dropped = { $n ->
    [one] Bij het meten ging [[windows|1 pakket]] verloren.
   *[other] Bij het meten gingen [[windows|{ $n } pakketten]] verloren.
}
unseen-sampled = { $n ->
    [one] [[windows|1 meting]] zag een steekproef, niet elk pakket.
   *[other] [[windows|{ $n } metingen]] zagen een steekproef, niet elk pakket.
}
unseen-encrypted = Wat er in versleuteld verkeer zit. Wij zien met wie, niet wat.
unseen-sites = { $n ->
    [one] 1 locatie is niet onderzocht.
   *[other] { $n } locaties zijn niet onderzocht.
}
unseen-analogue = { $n ->
    [one] Hoeveel analoge camera's er achter 1 recorder hangen: het net toont de recorder, niet wat erachter zit.
   *[other] Hoeveel analoge camera's er achter { $n } recorders hangen: het net toont de recorder, niet wat erachter zit.
}
unseen-radio = Verkeer dat niet langs een meetpunt gaat, zoals 4G of wifi van derden.
windows-says = { $n ->
    [one] Eén meting,
   *[other] { $n } metingen,
} van { $from } tot { $to }; samen { $frames } pakketten of stromen.
windows-says-day = { $n ->
    [one] Eén meting
   *[other] { $n } metingen
} op { $from }; samen { $frames } pakketten of stromen.
windows-says-undated = { $n ->
    [one] Eén meting
   *[other] { $n } metingen
} zonder tijdstip; samen { $frames } pakketten of stromen.
no-counter = geen teller
limit-sampled = één pakket op { $n } gezien
limit-sampling-unknown = steekproef onbekend
limit-flows-only = enkel stromen, geen namen
limit-evicted = { $n } stromen niet bijgehouden
bystanders = { $n ->
    [one] Ook gezien, niet geregistreerd: { $kinds }. Enkel het aantal is bewaard.
   *[other] Ook gezien, niet geregistreerd: { $kinds }. Enkel hun aantal is bewaard.
}
lists-note = Elk cijfer op deze pagina leidt naar een van deze lijsten.
device-list-says = { $n ->
    [one] Het register telt [[b|1 toestel]]. Wat aandacht vraagt, staat eerst.
   *[other] Het register telt [[b|{ $n } toestellen]]. Wat aandacht vraagt, staat eerst.
}
devices-note = Per toestel: wat erop staat, wie het bouwde, en waarop dat steunt, tot in het bestand en het pakket.
devices-left = Hier staan { $shown } toestellen met hun bewijs, wat aandacht vraagt eerst. De andere { $n } staan in de uitvoer als CSV of JSON.
devices-left-file = Hier staan { $shown } toestellen met hun bewijs, wat aandacht vraagt eerst. De andere { $n } staan in { $file }.

## A device
device-title = { $noun ->
    [camera] Camera { $name }
    [recorder] Recorder { $name }
   *[other] Toestel { $name }
}
says-brand = { $noun ->
    [camera] Op deze camera staat [[b|{ $brand }]].
    [recorder] Op deze recorder staat [[b|{ $brand }]].
   *[other] Op dit toestel staat [[b|{ $brand }]].
}
says-brand-contested = { $noun ->
    [camera] Welk merk op deze camera staat, is betwist: { $names }.
    [recorder] Welk merk op deze recorder staat, is betwist: { $names }.
   *[other] Welk merk op dit toestel staat, is betwist: { $names }.
}
says-brand-undecided = { $noun ->
    [camera] Welk merk op deze camera staat, is niet vastgesteld.
    [recorder] Welk merk op deze recorder staat, is niet vastgesteld.
   *[other] Welk merk op dit toestel staat, is niet vastgesteld.
}
says-maker = Gebouwd door [[b|{ $maker }]] volgens [[why|{ $evidence }]], op { $on }.
says-maker-bare = Gebouwd door [[b|{ $maker }]].
says-tested = Op getoetste feiten, zonder bewijs, gebouwd door [[b|{ $maker }]]: [[why|{ $evidence }]], op { $on }.
says-tested-bare = Op getoetste feiten, zonder bewijs, gebouwd door [[b|{ $maker }]].
says-maker-contested = Wie het gebouwd heeft, is betwist: { $names }.
says-maker-undecided = Wie het gebouwd heeft, is niet vastgesteld.
why-decided = Waarom wij { $maker } zeggen
why-contested = Waarom de maker betwist is
why-undecided = Wat er wel gezien is
prov-clues = { $n ->
    [one] Eén aanwijzing over de maker.
   *[other] { $n } aanwijzingen over de maker.
}
prov-by-rule = Zekerheid { $n } op 100, volgens een vaste regel en niet geijkt.
prov-seen = Laatst gezien { $when }.
fact-contacts = { $n ->
    [one] 1 adres buiten
   *[other] { $n } adressen buiten
}
fact-rules = met { $n } van { $all }
fact-not-judged = niet nagegaan
aside-seen = Gezien { $when }.
aside-evidence = bewijs
aside-tell = kenmerk { $by }
aside-source = bron: { $source }
source-frame = pakket { $n }
source-line = rij { $n }
source-column = kolom { $n }
source-offset = byte { $n }
source-sheet = blad { $sheet }
source-none = plaats niet vermeld
decoded = ontcijferd, niet overgeschreven
readings = { $n } lezingen
share = { $n } %
differs-brand = Deze velden noemen { $brand }. Dat gaat over het merk, niet over wie het bouwde; het spreekt de uitspraak niet tegen.
because-maker = Gebouwd door { $maker } volgens { $evidence }, op { $on }; vermeld op deze lijsten, die enkel binden wie erbij staat:
because-tested = Op getoetste feiten, zonder bewijs, gebouwd door { $maker }: { $evidence }, op { $on }; vermeld op deze lijsten, die enkel binden wie erbij staat:
because-list = vermeld sinds { $since }; bindt: { $who }
also-read = ook { $ids }
more-readings = En nog { $n }; alles staat in: oogmerk explain { $id }
clue-search = Het antwoordt op de zoekvraag van een fabrikant. Dat wijst op { $what } [[b|{ $value }]].
clue-onvif = Zo stelt het zich voor op het net (ONVIF). Dat wijst op { $what } [[b|{ $value }]].
clue-upnp = Zo meldt het zich aan andere toestellen (UPnP). Dat wijst op { $what } [[b|{ $value }]].
clue-mdns = Onder deze naam biedt het zijn diensten aan (mDNS). Dat wijst op { $what } [[b|{ $value }]].
clue-rtsp = Zo antwoordt zijn beeldserver, zonder aanmelding en zonder beeld. Dat wijst op { $what } [[b|{ $value }]].
clue-http = Zo antwoordt zijn beheerscherm, zonder aanmelding. Dat wijst op { $what } [[b|{ $value }]].
clue-tls = Dit staat in zijn certificaat. Dat wijst op { $what } [[b|{ $value }]].
clue-dhcp = Zo vraagt het een adres aan. Dat wijst op { $what } [[b|{ $value }]].
clue-snmp = Zo beschrijft het zichzelf voor netwerkbeheer. Dat wijst op { $what } [[b|{ $value }]].
clue-mac = Zijn netwerkadres is uitgegeven aan deze firma. Onderdelen worden doorverkocht; alleen bewijst het niets over { $what } [[b|{ $value }]].
clue-label = Dit staat op het etiket, gelezen door een mens. Dat wijst op { $what } [[b|{ $value }]].
clue-sheet = Dit staat in een lijst die mensen bijhouden: een verklaring over { $what } [[b|{ $value }]].
clue-contact = Het zoekt contact met deze dienst. Dat wijst op { $what } [[b|{ $value }]].
clue-lineage = De herkomstlijst zegt wie deze reeks bouwde: { $what } [[b|{ $value }]].
clue-model = Zijn modelnummer is opgebouwd zoals deze fabrikant het doet. Dat wijst op { $what } [[b|{ $value }]].
clue-nmap = nmap houdt het hiervoor: de lezing van dat programma, niet de eigen woorden van het toestel. Dat wijst op { $what } [[b|{ $value }]].
clue-scanner = Een scanner houdt het hiervoor: de lezing van dat programma, niet de eigen woorden van het toestel. Dat wijst op { $what } [[b|{ $value }]].
clue-agent = Een inventarisprogramma houdt het hiervoor: de lezing van dat programma, niet de eigen woorden van het toestel. Dat wijst op { $what } [[b|{ $value }]].
clue-other = Dit laat het zelf zien op het net. Dat wijst op { $what } [[b|{ $value }]].

## Terminal
identify-none = { $files ->
    [one] Geen toestellen in 1 bestand.
   *[other] Geen toestellen in { $files } bestanden.
}
identify-count = { $n ->
    [one] 1 toestel
   *[other] { $n } toestellen
} in { $files ->
    [one] 1 bestand
   *[other] { $files } bestanden
}: { $cameras ->
    [one] 1 camera
   *[other] { $cameras } camera's
}, { $recorders ->
    [one] 1 recorder
   *[other] { $recorders } recorders
}, { $others ->
    [one] 1 ander
   *[other] { $others } andere
}.
identify-makers = Maker: { $established } vastgesteld, { $tested } op getoetste feiten, { $contested } betwist, { $undecided } niet vastgesteld.
identify-more = nog { $n } (--all, of --output jsonl)
identify-needs = Wat zou beslissen: { $id } heeft { $fields } nodig.
no-room = Te veel gegevens voor het geheugen: ze gaan naar een tijdelijk SQLite-bestand in { $folder }, dat na afloop weg is.
too-many = Te veel apparaten en regels voor één keer: { $n } gegevens zijn niet meegenomen.
explain-needs = Wat zou beslissen: { $fields }.
explain-isolation = Verbinding: { $verdict }{ $n ->
    [0] .
    [one] , met 1 adres buiten.
   *[other] , met { $n } adressen buiten.
}
explain-rules = { $state ->
    [breaks] In strijd met { $n } van de { $all } nagegane regels.
    [open] Over { $open } van de { $all } nagegane regels is nog niets te zeggen.
   *[clear] Met geen van de { $all } nagegane regels vastgesteld in strijd.
}
argue-built = Gebouwd door [[b|{ $maker }]]; zekerheid { $n } op 100, volgens een vaste regel en niet geijkt.
argue-built-on = Gebouwd door [[b|{ $maker }]] volgens het bewijs van { $on }; zekerheid { $n } op 100, volgens een vaste regel en niet geijkt.
argue-tested = Op getoetste feiten, zonder bewijs, gebouwd door [[b|{ $maker }]]; zekerheid { $n } op 100, volgens een vaste regel, niet geijkt.
argue-tested-on = Op getoetste feiten van { $on }, zonder bewijs, gebouwd door [[b|{ $maker }]]; zekerheid { $n } op 100, volgens vaste regel, niet geijkt.
argue-alone = { $clue }, zoals alleen toestellen van { $maker } doen.
argue-fits = { $clue }, en dat past bij { $maker }.
argue-second = Een tweede aanwijzing, los van de eerste: { $clue }.
argue-nothing = Geen enkele aanwijzing zegt wie het gebouwd heeft.
argue-chip = De chip komt van { $maker }; dat zegt niet wie het toestel gebouwd heeft.
seen-answer = het toestel antwoordt op de zoekvraag “{ $evidence }”
seen-search = het toestel antwoordt op een zoekvraag van fabrikanten met “{ $evidence }”
seen-onvif = het toestel stelt zich op het net voor met “{ $evidence }”
seen-upnp = het toestel meldt zich bij andere toestellen met “{ $evidence }”
seen-mdns = het toestel biedt zijn diensten aan onder “{ $evidence }”
seen-rtsp = de beeldserver antwoordt met “{ $evidence }”
seen-http = de beheerpagina antwoordt met “{ $evidence }”
seen-tls = in het certificaat staat “{ $evidence }”
seen-dhcp = het toestel vraagt een netwerkadres aan als “{ $evidence }”
seen-snmp = het toestel beschrijft zich voor het netbeheer als “{ $evidence }”
seen-mac = het netwerkadres is “{ $evidence }”
seen-label = op het etiket staat “{ $evidence }”
seen-sheet = in een lijst staat “{ $evidence }”
seen-contact = het toestel zoekt contact met “{ $evidence }”
seen-lineage = de herkomstlijst kent wie achter “{ $evidence }” staat
seen-model = het modelnummer is “{ $evidence }”
seen-nmap = nmap houdt het voor “{ $evidence }”
seen-scanner = een scanner houdt het voor “{ $evidence }”
seen-agent = een inventarisprogramma houdt het voor “{ $evidence }”
seen-other = het toestel toont op het net “{ $evidence }”
lineage-same = De naam erop is die van de maker zelf.
lineage-says = { $relation ->
    [own] Volgens de herkomstlijst is { $brand } een eigen merk van { $maker }{ $period }.
    [subsidiary] Volgens de herkomstlijst hoort { $brand } bij { $maker }{ $period }.
    [oem] Volgens de herkomstlijst bouwt { $maker } toestellen voor { $brand }{ $period }.
   *[relabel] Volgens de herkomstlijst staan toestellen van { $maker } onder het etiket { $brand } te koop{ $period }.
}
lineage-was = { $relation ->
    [own] Volgens de herkomstlijst was { $brand } een eigen merk van { $maker }{ $period }.
    [subsidiary] Volgens de herkomstlijst hoorde { $brand } bij { $maker }{ $period }.
    [oem] Volgens de herkomstlijst bouwde { $maker } toestellen voor { $brand }{ $period }.
   *[relabel] Volgens de herkomstlijst stonden toestellen van { $maker } onder het etiket { $brand } te koop{ $period }.
}
lineage-placed = { $relation ->
    [own] Bij de plaatsing ({ $on }) was { $brand } volgens de herkomstlijst een eigen merk van { $maker }.
    [subsidiary] Bij de plaatsing ({ $on }) hoorde { $brand } volgens de herkomstlijst bij { $maker }.
    [oem] Bij de plaatsing ({ $on }) bouwde { $maker } volgens de herkomstlijst toestellen voor { $brand }.
   *[relabel] Bij de plaatsing ({ $on }) stonden volgens de herkomstlijst toestellen van { $maker } onder het etiket { $brand } te koop.
}
lineage-unlisted = De herkomstlijst kent geen bevestigde band tussen { $brand } en { $maker }; een naam bewijst niet wie iets bouwde.
lineage-disputed = Dat { $maker } voor { $brand } bouwt, staat in de herkomstlijst, maar wordt betwist.
lineage-leads = Volgens de herkomstlijst kan het gebouwd zijn door { $names }.
period-since = , sinds { $from }
period-until = , tot { $to }
period-between = , van { $from } tot { $to }
counter-none = Niets spreekt dit tegen.
counter-maker = Het sterkste tegenbewijs wijst op { $other }: { $clue }.
counter-brand = Het sterkste tegenbewijs noemt een andere naam, { $other }: { $clue }.
counter-kind = Het sterkste tegenbewijs wijst op een andere soort, { $other }: { $clue }.
counter-both = Beide zijn sterk; daarom beslissen wij niet.
counter-open = Geen van beide volstaat om te beslissen.
counter-resold = Netwerkonderdelen worden doorverkocht; zo'n adres bewijst niet wie een toestel bouwde.
counter-stated = Wat iemand opschrijft, bewijst niet wie een toestel bouwde.
counter-weak = Die aanwijzing is zwak en beslist niets.
counter-less = Die aanwijzing staat alleen en weegt minder dan wat ervoor spreekt.
settle-nothing = Geen vraag die wij kennen, zou dit beslissen; vraag het aan de leverancier.
explain-follows = Verbinding: { $verdict }{ $n ->
    [0] {""}
    [one] , met 1 adres buiten
   *[other] , met { $n } adressen buiten
}; { $state ->
    [breaks] in strijd met { $broken } van de { $all } nagegane regels.
    [open] over { $open } van de { $all } nagegane regels is nog niets te zeggen.
   *[clear] met geen van de { $all } nagegane regels vastgesteld in strijd.
}
whynot-name = Op het toestel staat wel { $maker }, maar een naam bewijst niet wie iets bouwde.
whynot-speaks = Wat het meest voor { $maker } spreekt: { $clue }.
whynot-lead = De herkomstlijst noemt { $maker } bij { $brand }; dat is een spoor, geen bewijs over dit toestel.
whynot-no-lineage = De herkomstlijst noemt { $maker } niet bij { $brand }.
whynot-nobody-else = Ook voor een andere maker spreekt niets.
whynot-would-change = Alleen een eigen kenmerk van { $maker } zou dit veranderen, en dat is niet gezien.
explain-because = omdat: { $list }
explain-property = Aanwijzingen: { $what }
why-not-it-is = { $maker } is wel degelijk wat er vastgesteld is.
why-not-nothing-speaks-for-it = Niets wijst op { $maker }.
why-not-another-is-decided = Niet { $maker }, want { $other } is vastgesteld.
why-not-contested = De maker is betwist; { $maker } wint het niet van de andere lezingen.
why-not-only-one-voice = Voor { $maker } spreekt maar één aanwijzing, en die beslist niet alleen.
why-not-too-weak = De aanwijzingen voor { $maker } zijn samen te zwak.
why-not-for = Wat voor { $maker } spreekt
why-not-against = Wat voor anderen spreekt
start-says = Het register staat in { $register }. Drie vragen; elke mag u overslaan.
start-list = Hebt u een lijst van uw toestellen?
start-export = Hebt u een uitvoer van een recorder, facturen of foto's van etiketten?
start-network = Mag u een netwerk bekijken?
start-skip = De eerste pagina zegt wat er al te zeggen is, en wat de rest zou beantwoorden.
demo-parts = Toestellen: vastgesteld + op getoetste feiten, zonder bewijs.
demo-isolation = Afgezonderd { $mi } { $isolated } locaties   Lekt { $ml } { $leaking }   Niet bewezen { $mu } { $unproven }
demo-declared = Aangegeven en gevonden { $both }   Enkel gevonden { $found }   Enkel aangegeven { $declared }
knowledge-verdict = { $n ->
    [0] Kennis { $version } is in orde.
    [one] Kennis { $version } heeft 1 fout.
   *[other] Kennis { $version } heeft { $n } fouten.
}
knowledge-tells = { $n } kenmerken: { $proven } bewezen, { $tested } getoetst, { $draft } voorlopig; { $examples } voorbeelden nagegaan.
knowledge-rest = { $vendors } firma's; { $edges } herkomstregels: { $proven } bewezen, { $tested } getoetst, { $draft } voorlopig; { $policies } regels.
knowledge-unproven = { $n ->
    [one] 1 protocol is nog niet bewezen op gegevens van anderen:
   *[other] { $n } protocollen zijn nog niet bewezen op gegevens van anderen:
}
knowledge-by-vendor = Kenmerken per firma, de meeste eerst; "-" noemt niemand:
knowledge-unexercised = { $n ->
    [one] 1 regel wordt door geen voorbeeld bereikt:
   *[other] { $n } regels worden door geen voorbeeld bereikt:
}
knowledge-overlaps = { $n ->
    [one] Bij 1 voorbeeld spreken kenmerken van twee firma's:
   *[other] Bij { $n } voorbeelden spreken kenmerken van twee firma's:
}
import-says = { $file }: { $rows ->
    [one] 1 rij is leesbaar;
   *[other] { $rows } rijen zijn leesbaar;
} { $matched } passen bij een toestel. { $bad ->
    [0] Alles kon gelezen worden.
    [one] 1 plaats konden wij niet lezen.
   *[other] { $bad } plaatsen konden wij niet lezen.
}
import-nothing-stored = Er is nog niets bewaard.
import-stored = Bewaard.
import-counts = Wijzigt { $changed }   Nieuw { $new }   Gelijk { $same }
import-new = Nieuw

## Kennis van elders: pakketten, bijwerkingen, wat ze zouden wijzigen
pack-written = { $file }: { $bytes } bytes geschreven
pack-proved = { $file }: ondertekend met een vertrouwde sleutel, en ongeschonden
pack-version = versie
pack-made-on = gemaakt op
pack-made-with = { $day }, met Oogmerk { $program }
pack-maker = gemaakt door
pack-key = publieke sleutel
pack-fingerprint = vingerafdruk
pack-holds = bevat
pack-sources = bronnen
key-secret = { $file } bevat de geheime sleutel: hou dat bestand voor uzelf. Wie het heeft, kan in uw naam ondertekenen.
trust-already = Al vertrouwd: { $fingerprint }
trust-from-now = Voortaan vertrouwd: { $fingerprint }
trust-listed = Opgenomen in { $file }
reset-taken = Verwijderd: { $file }
reset-in-use = In gebruik: kennis { $version }, die van het programma zelf
whence-own = van het programma zelf, versie { $program }
whence-pack = geïnstalleerd pakket van { $maker }, gemaakt op { $day }
whence-blocks = met adresblokken uit “knowledge update --oui”
list-knowledge = kennis
list-whence = herkomst
list-not-used = niet gebruikt
list-passed-over = { $version } van { $maker }: gemaakt voor een oudere versie van het programma
list-trusted = vertrouwd
list-tells = Kenmerken per firma; “-” noemt niemand
list-policies = Lijsten en besluiten waaraan getoetst kan worden
patterns-usable = { $of }: { $usable } van { $all } patronen bruikbaar; { $speaking } daarvan zeggen iets over een toestel
patterns-left-out = { $of }: { $n } niet gebruikt: { $reason }
patterns-examples = { $of }: { $right } van { $all } voorbeelden worden het eerst door hun eigen patroon herkend
what-if-versions = In gebruik is kennis { $version } ({ $whence }); { $then } zou in de plaats komen.
what-if-rows = { $added } toegevoegd, { $removed } verwijderd, { $changed } gewijzigd
what-if-blocks = Adresblokken: { $read } gelezen, { $added } toegevoegd, { $changed } gewijzigd, { $gone } verdwenen
what-if-blocks-kept = De lijst is maar een deel van het register van netwerkadressen: { $n } blokken die er niet in staan, blijven.
what-if-more = en nog { $n } (--all toont alles)
what-if-register = Wat zou wijzigen in { $register }
what-if-nothing = Geen vaststelling, geen uitkomst bij een regel en geen telling zou wijzigen.
what-if-verdicts = Vaststellingen die zouden wijzigen: { $n }
what-if-conclusions = Uitkomsten bij regels die zouden wijzigen: { $n }
what-if-not-judged = niet getoetst
what-if-appears = Toestellen die erbij zouden komen: { $n }
what-if-vanishes = Toestellen die niet langer vermeld zouden worden: { $n }
what-if-counts = Tellingen die zouden wijzigen (bewezen, hoogstens): { $n }
update-already = Deze kennis is al in gebruik: er is niets geïnstalleerd.
update-dry-run = Er is niets geïnstalleerd (--dry-run).
update-declined = Er is niets geïnstalleerd.
update-installed = Geïnstalleerd: kennis { $version } is voortaan in gebruik.
update-question = Installeren? [j/N]
knowledge-rows-tells = kenmerken
knowledge-rows-edges = herkomstregels
knowledge-rows-grammar = modelpatronen
knowledge-rows-policies = lijsten
knowledge-rows-vendors = firma's
knowledge-rows-clouds = clouddiensten
knowledge-rows-blocks = adresblokken
status-draft = voorlopig
status-tested = getoetst
status-proven = bewezen
statuses-draft = { $n } voorlopig
statuses-tested = { $n } getoetst
statuses-proven = { $n } bewezen

## Eén herkomstregel, één kenmerk
edge-relation = verband
edge-scope = reikwijdte
edge-period = periode
edge-evidence = soort bron
edge-statement = verklaring
edge-disputed = tegengesproken
edge-says-own-brand = { $brand } is een merk van { $maker }
edge-says-subsidiary = { $brand } is een firma van { $maker }
edge-says-acquired = { $brand } werd overgenomen door { $maker }
edge-says-relabel = { $brand } zet zijn naam op toestellen van { $maker }
edge-says-oem = { $brand } laat toestellen bouwen door { $maker }
edge-says-component = { $brand } gebruikt chips of modules van { $maker }
edge-all = al zijn toestellen
edge-some = een deel van zijn toestellen
edge-all-models = alle modellen die voldoen aan { $models }
edge-some-models = een deel van de modellen die voldoen aan { $models }
edge-period-unknown = begin en einde niet bekend
edge-period-from = vanaf { $from }; einde niet bekend
edge-period-to = begin niet bekend; tot { $to }
edge-period-both = { $from } tot { $to }
edge-no-statement = geen bekend van de maker of het merk
edge-yes = ja
edge-no = nee
known-pair = { $name }: { $value }
known-status = status
known-draft = een aanwijzing die niets beslist
known-source = bron
evidence-class-maker-statement = verklaring van de maker of het merk
evidence-class-regulator = overheidsinstantie
evidence-class-court = gerechtelijke stukken
evidence-class-register = openbaar register
evidence-class-advisory = kwetsbaarheidsmelding
evidence-class-measured = gemeten op een toestel
evidence-class-press = pers
evidence-class-forensic = gepubliceerd onderzoek
evidence-class-project = open project
evidence-class-directory = lijst zonder bewijs
evidence-class-hearsay = van horen zeggen
tell-reads = leest
tell-pattern = patroon
tell-claims = zegt
tell-strength = sterkte
tell-group = groep
tell-match = spreekt bij
tell-silent = zwijgt bij

## Wat van wie gekend is; de herkomst van één merk; bezwaren
coverage-says = { $firms } firma's en { $protocols } kolommen. Aan hun antwoorden op twee of meer protocollen gekend, zonder wat voorlopig is: { $two }.
coverage-nothing = niets
coverage-others = { $n ->
    [one] op 1 andere
   *[other] op { $n } andere
}
coverage-nobody = { $n ->
    [one] Van 1 firma is alleen de naam gekend:
   *[other] Van { $n } firma's is alleen de naam gekend:
}
edge-examples = bijvoorbeeld
descent-country = hoofdzetel
descent-owner = eigenaar, zoals genoteerd
descent-state = banden met een staat, zoals genoteerd
descent-not-known = niet gekend
descent-id = herkomstregel
descent-built = Wie de toestellen bouwt
descent-built-nobody = Geen nagegane regel zegt wie ze bouwt.
descent-owned = Wie eigenaar is van de firma van het merk
descent-owned-nobody = Geen nagegane regel zegt het; wat genoteerd is, staat hierboven.
descent-behind = De firma's erachter, en van wie die zijn
descent-behind-nobody = Geen andere firma is gekend.
descent-statements = Wat de firma's zelf zeggen
descent-statements-none = Geen verklaring van hen is gekend.
descent-disputed = Wat tegengesproken wordt
descent-disputed-none = Niets hier staat als tegengesproken aangemerkt.
descent-parts = Chips en modules erin
descent-parts-none = Geen zijn er gekend.
descent-leads = Aanknopingspunten, die niets beslissen
descent-leads-none = Geen.
descent-labels = Namen op toestellen die deze firma bouwt, aanknopingspunten inbegrepen
descent-dispute-how = { $command } schrijft het formulier van een bezwaar tegen één regel.
dispute-title = Bezwaar tegen { $id }
dispute-version = Dit formulier gaat over één regel van de kennis van Oogmerk, versie { $version }. Iedereen mag bezwaar maken: een maker, een merk, een verkoper, een bestuur, een lezer.
dispute-row = Wat de regel zegt en waarop hij steunt
dispute-objection = Het bezwaar
dispute-who = Naam
dispute-for = Namens (een firma, een bestuur, zichzelf)
dispute-day = Datum
dispute-wrong = Wat er niet klopt (firma, modellen, data, verband, bron, iets anders)
dispute-right = Wat wel zou kloppen
dispute-evidence = Bewijs, met waar het te openen is
dispute-counts = Wat als bewijs telt
dispute-alone = Eén volstaat: { $classes }.
dispute-in-pairs = Twee die elkaar niet overschrijven bewijzen; één maakt dat de regel opnieuw bekeken wordt: { $classes }.
dispute-never = Bewijzen niets: { $classes }.
dispute-locator = Een bron wordt zo genoemd dat een vreemde ze kan openen: een document met zijn bladzijde, een register met zijn regel, een project met bestand en versie, een toestel met zijn etiket en zijn antwoord.
dispute-answer = Het verschuldigde antwoord
dispute-meanwhile = Een herkomstregel waartegen met bewijs bezwaar is gemaakt, wordt als tegengesproken aangemerkt tot het antwoord er is: dan beslist hij niet meer wie een toestel maakte, en worden beide kanten getoond.
dispute-received = Ontvangen op
dispute-opened = Bronnen opnieuw geopend, op welke dag, en wat ze zeggen
dispute-outcome = Uitkomst (regel blijft, wordt verbeterd, wordt ingetrokken, blijft tegengesproken)
dispute-reason = Reden, met bron
dispute-correction = Verbetering: vanaf welke versie van de kennis, en wie het gemeld kreeg
dispute-both = Bezwaar en antwoord worden naast elkaar bewaard; het ene wordt niet zonder het andere getoond.
dispute-term = De kennis bevat geen tekst die voor dit antwoord een termijn stelt. Waar een wet, reglement of contract dat wie antwoordt bindt er een stelt, staat die hier met het artikel.
dispute-term-text = Termijn, en de tekst die hem stelt
dispute-list-name = lijst
dispute-list-authority = instantie
dispute-list-says = zegt
dispute-list-binds = bindt
dispute-list-firms = noemt
dispute-list-reference = staat in
pattern-exact = is precies
pattern-prefix = begint met
pattern-suffix = eindigt op
pattern-contains = bevat
pattern-regex = reguliere expressie

## Words
list-or = of
list-and = en
day-long = { $day } { $month } { $year }
day-short = { $day } { $month } { $year }
month-long-1 = januari
month-long-2 = februari
month-long-3 = maart
month-long-4 = april
month-long-5 = mei
month-long-6 = juni
month-long-7 = juli
month-long-8 = augustus
month-long-9 = september
month-long-10 = oktober
month-long-11 = november
month-long-12 = december
month-short-1 = jan
month-short-2 = feb
month-short-3 = mrt
month-short-4 = apr
month-short-5 = mei
month-short-6 = jun
month-short-7 = jul
month-short-8 = aug
month-short-9 = sep
month-short-10 = okt
month-short-11 = nov
month-short-12 = dec
days = { $n ->
    [one] 1 dag
   *[other] { $n } dagen
}
hours = { $n } uur
minutes = { $n ->
    [one] 1 minuut
   *[other] { $n } minuten
}
seconds = { $n ->
    [one] 1 seconde
   *[other] { $n } seconden
}
verdict-decided = vastgesteld
verdict-likely = zeer waarschijnlijk
verdict-contested = betwist
verdict-undecided = niet vastgesteld
isolation-isolated = afgezonderd
isolation-leaking = lekt
isolation-unproven = niet bewezen
isolation-unmeasured = niet gemeten
isolation-means-isolated = elke voorwaarde is vervuld in het gemeten venster
isolation-means-leaking = minstens één pakket ging naar buiten
isolation-means-unproven = gemeten, maar er ontbreekt iets om het te bewijzen
isolation-means-unmeasured = van dit toestel is geen verkeer bekeken
isolation-count-isolated = [[list|{ $n }]] afgezonderd
isolation-count-leaking = { $n ->
    [one] [[list|1]] lekt
   *[other] [[list|{ $n }]] lekken
}
isolation-count-unproven = [[list|{ $n }]] niet bewezen
conclusion-breaks = in strijd
conclusion-clear = voldoet
conclusion-undecided = niet vastgesteld
conclusion-contested = betwist
strength-weak = zwak
strength-moderate = matig
strength-strong = sterk
strength-decisive = beslissend
severity-info = ter kennisgeving
severity-low = laag
severity-medium = matig
severity-high = hoog
severity-critical = zeer hoog
relation-own-brand = eigen merk van de maker
relation-subsidiary = merk van een dochter van de maker
relation-oem = gebouwd voor het merk
relation-relabel = toestel van de maker onder een ander etiket
group-camera = Camera's
group-recorder = Recorders
group-other = Andere toestellen
via-resolver = naam opgevraagd langs
via-proxy = verzoek langs proxy
via-relay = doorgegeven langs
via-recorder = langs recorder
property-kind = soort
property-brand = merk
property-maker = maker
property-line = reeks
property-model = model
property-firmware = firmware
property-serial = serienummer
property-soc = chip
property-hardware = hardware
property-soc-maker = maker van de chip
property-modem = modem
property-modem-maker = maker van de modem
property-lineage = herkomst
property-mac = netwerkadres
property-ip = IP-adres
property-place = plaats
property-department = dienst
property-purpose = doel
property-supplier = leverancier
property-manufacturer = fabrikant (verklaard)
property-asset = nummer
property-number = nummer
property-name = naam
property-site = locatie
property-address = adres
property-date = datum
property-note = opmerking
property-price = prijs
property-contract = contract
property-room = zaal
property-legal-ground = rechtsgrond
property-installed = geplaatst op
property-latitude = breedtegraad
property-longitude = lengtegraad
property-count = aantal
kind-camera = camera
kind-ptz-camera = draaibare camera
kind-thermal-camera = warmtebeeldcamera
kind-anpr-camera = ANPR-camera
kind-body-camera = bodycam
kind-doorbell = deurbelcamera
kind-intercom = intercom
kind-encoder = video-encoder
kind-recorder = recorder
kind-vms = beeldbeheersysteem
kind-access-controller = toegangscontrole
kind-drone = drone
kind-drone-dock = dronestation
kind-sensor = sensor
kind-phone = telefoon
kind-computer = computer
kind-printer = printer
kind-switch = switch
kind-router = router
kind-access-point = wifipunt
kind-gateway = gateway
kind-plug = slimme stekker
kind-light = slimme lamp
kind-hub = hub
kind-other = ander toestel
kinds-phone = { $n ->
    [one] 1 telefoon
   *[other] { $n } telefoons
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
    [one] 1 wifipunt
   *[other] { $n } wifipunten
}
kinds-gateway = { $n ->
    [one] 1 gateway
   *[other] { $n } gateways
}
kinds-plug = { $n ->
    [one] 1 slimme stekker
   *[other] { $n } slimme stekkers
}
kinds-light = { $n ->
    [one] 1 slimme lamp
   *[other] { $n } slimme lampen
}
kinds-hub = { $n ->
    [one] 1 hub
   *[other] { $n } hubs
}
kinds-other = { $n ->
    [one] 1 ander toestel
   *[other] { $n } andere toestellen
}
kinds-unknown = { $n ->
    [one] 1 onbekend toestel
   *[other] { $n } onbekende toestellen
}
settle-field = het veld “{ $field }”
settle-protocol-answered = stel de zoekvragen van de fabrikanten
settle-tls-issuer = lees het certificaat
settle-onvif-scope = vraag de ONVIF-gegevens op
settle-onvif-scope-location = vraag de ONVIF-plaats op
settle-dhcp-hostname = wacht op de naam bij de adresaanvraag
settle-dhcp-vendor-class = wacht op de volgende adresaanvraag
settle-mdns-service = wacht op zijn aankondiging op het net
settle-mdns-instance = wacht op zijn aankondiging op het net
settle-ssdp-server = wacht op zijn aankondiging op het net
settle-sdp-session-name = lees de beeldbeschrijving, zonder beeld
settle-rtsp-content-base = lees het antwoord van de beeldserver
settle-http-location = lees waarheen het beheerscherm verwijst
settle-http-favicon-mmh3 = lees het pictogram van het beheerscherm
settle-label-model = lees het model op het etiket
settle-label-maker = lees de fabrikant op de printplaat
settle-label-serial = lees het serienummer op het etiket
settle-label-brand = lees het merk op het etiket
settle-label-fcc-id = lees het FCC-nummer op het etiket
settle-onvif-scope-hardware = vraag de ONVIF-gegevens op
settle-onvif-scope-name = vraag de ONVIF-naam op
settle-sadp-device-description = stel de SADP-zoekvraag
settle-dhdiscover-device-type = stel de DHDiscover-zoekvraag
settle-http-title = lees de titel van het beheerscherm
settle-http-server = lees de naam van de webserver
settle-http-www-authenticate = lees de aanmeldvraag van de webserver
settle-rtsp-realm = lees de aanmeldvraag van de beeldserver
settle-rtsp-server = lees de naam van de beeldserver
settle-tls-subject = lees het certificaat
settle-onvif-scope-type = vraag het ONVIF-type op
settle-onvif-model = vraag het ONVIF-model op
settle-onvif-manufacturer = vraag de ONVIF-fabrikant op
settle-onvif-firmware = vraag de ONVIF-firmware op
settle-onvif-serial = vraag het ONVIF-serienummer op
settle-http-body-marker = lees het beheerscherm
settle-label-firmware = lees de firmware op het toestel af
settle-label-mac = lees het netwerkadres op het etiket
settle-label-ce-manufacturer = lees de fabrikant bij het CE-teken
settle-label-country-mark = lees het land op het etiket
settle-label-date-code = lees de datumcode op het etiket
settle-http-realm = lees de aanmeldvraag van de webserver
settle-mac-oui = lees het netwerkadres op het net zelf
missing-window-under-7-days = minder dan zeven dagen gemeten
missing-no-restart-seen = geen herstart van het toestel gezien
missing-no-drop-counter = verloren pakketten zijn niet geteld
missing-drops-over-limit = te veel pakketten verloren
missing-sampled = enkel een steekproef van de pakketten gezien
missing-sampling-unknown = of elk pakket gezien is, is niet bekend
missing-segment-not-complete = niet elk toestel van het segment is gezien
missing-no-egress-test = geen proef van binnenuit gedaan
missing-no-resolver-test = niet getoetst of de naamdienst binnen antwoordt op namen van buiten
missing-radio-or-second-interface-unknown = een radio of tweede aansluiting is niet uitgesloten
missing-recorder-leaks = een recorder die het toestel bereikt, lekt
missing-recorder-not-isolated = een recorder die het toestel bereikt, is niet afgezonderd
missing-leaves-through-something-inside = er gaat iets naar buiten langs een toestel binnen
missing-flows-only = enkel stromen gezien, geen pakketten
missing-flows-evicted = niet elke stroom kon bijgehouden worden
remedy-breaks = vervangen of afzonderen volgens het besluit van uw bestuur
remedy-contested = eerst de tegenspraak beslechten
remedy-undecided = eerst vaststellen wie het gebouwd heeft
remedy-kind = eerst vaststellen wat voor toestel het is
remedy-clear = niets

## Site
nav-label = Hoofdmenu
nav-overview = Overzicht
nav-devices = Toestellen
nav-review = Nazicht
nav-isolation = Isolatie
nav-rules = Regels
nav-report = Verslag als bestand
search-label = Toestel, plaats of adres
search-button = Zoeken
back-to-today = Terug naar vandaag
as-data = Deze pagina als
list-caption = Toestellen
list-says = { $n ->
    [one] [[b|1]] van de { $all } toestellen.
   *[other] [[b|{ $n }]] van de { $all } toestellen.
}
list-search = Zoek in deze lijst
list-showing = { $from }–{ $to } van { $n }
list-first = eerste
list-next = volgende
filter-remove = weghalen
filter-clear = Alles tonen
filter-maker = maker
filter-brand = merk
filter-kind = soort
filter-group = groep
filter-verdict = maker is
filter-isolation = verbinding
filter-place = locatie
filter-department = dienst
filter-rule = regel
filter-conclusion = uitkomst
facet-verdict = Zekerheid over de maker
facet-more = meer
sort-by = Volgorde:
sort-attention = wat aandacht vraagt
sort-maker = maker
sort-brand = merk
sort-kind = soort
sort-place = locatie
sort-model = model
site-back = Naar de lijst
site-refused-title = niet aangemeld
site-refused-says = U bent hier niet aangemeld.
site-refused-next = Open de koppeling die het programma bij het starten toonde. Ze werkt één keer; start het programma opnieuw voor een nieuwe.
site-missing-title = niet gevonden
site-missing-says = Deze pagina is er niet.
site-missing-next = Het toestel staat niet in het register op deze datum, of het adres is verkeerd geschreven.
site-failed-title = fout van ons
site-failed-says = Het register kon niet gelezen worden.
site-failed-next = Er is niets gewijzigd. Voer in de terminal uit: oogmerk register check.
