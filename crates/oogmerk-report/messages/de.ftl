### Oogmerk: belgisches Deutsch. [[name|Wörter]] wird auf einer Seite ein Verweis.

## Frame
skip = Zum Inhalt
as-of-label = Stand der Daten
as-of = Stand vom { $on }
as-of-known = Stand vom { $on }, nach Kenntnisstand vom { $known }
last-measured = Letzte Messung am { $on }
contents = Auf dieser Seite
page-title = Kameras und Sensoren – { $body } – { $on }
notice-internal = Für den internen Gebrauch. Adressen, Erreichbarkeit und Seriennummern gehören nicht in ein öffentliches Dokument.
notice-invented = [[b|BEISPIEL.]] Die Stadt, die Geräte und alle Zahlen sind erfunden.
foot-knowledge = Kenntnisse { $version }
foot-method = Es wurde nirgends eine Anmeldung versucht, es wurden keine Bilder angesehen und nichts an den Geräten geändert.
times-utc = Alle Uhrzeiten sind in UTC.
title-body = Kameras und Sensoren von { $body }
title-nobody = Kameras und Sensoren

## Opening
lead-empty = Noch keine Geräte.
lead-empty-next = Lesen Sie eine Liste ein oder erheben Sie ein Netz: Dann steht hier die Antwort.
lead-count = Das Register zählt [[cameras|{ $cameras ->
    [one] 1 Kamera
   *[other] { $cameras } Kameras
}]] und [[recorders|{ $recorders ->
    [one] 1 Rekorder
   *[other] { $recorders } Rekorder
}]]{ $sites ->
    [0] .
    [one] {" "}an [[sites|1 Standort]].
   *[other] {" "}an [[sites|{ $sites } Standorten]].
}
lead-either = { $n ->
    [one] 1 weiteres Gerät ist Kamera oder Rekorder: welches von beiden, ist offen.
   *[other] { $n } weitere Geräte sind Kamera oder Rekorder: welches von beiden, ist offen.
}
lead-kind-open = { $n ->
    [one] Bei 1 weiteren Gerät ist die Art offen.
   *[other] Bei { $n } weiteren Geräten ist die Art offen.
}
count-parts = Davon { $established } festgestellt und { $tested } nach geprüften Tatsachen, ohne Beweis.
lead-range = Die richtige Zahl liegt zwischen { $low } und { $high }.
lead-label = { $label ->
    [one] Auf dem Etikett von [[label|1]] Gerät steht { $names };
   *[other] Auf dem Etikett von [[label|{ $label }]] Geräten steht { $names };
} nach den Belegen { $maker ->
    [one] ist es [[maker|1]].
   *[other] sind es [[maker|{ $maker }]].
}
lead-outside = { $n ->
    [one] [[outside|1 Gerät]] suchte Verbindung nach außen.
   *[other] [[outside|{ $n } Geräte]] suchten Verbindung nach außen.
}
lead-open = { $n ->
    [one] Bei [[open|1 Gerät]] ist der tatsächliche Hersteller nicht festgestellt.
   *[other] Bei [[open|{ $n } Geräten]] ist der tatsächliche Hersteller nicht festgestellt.
}
lead-open-range = { $n ->
    [one] Bei [[open|1 Gerät]] ist der tatsächliche Hersteller nicht festgestellt;
   *[other] Bei [[open|{ $n } Geräten]] ist der tatsächliche Hersteller nicht festgestellt;
} die richtige Zahl liegt also zwischen { $low } und { $high }.
lead-unseen = [[unseen|Was wir nicht sehen konnten]]

## Five questions
q-how-many = Wie viele?
q-who-made = Von wem?
q-where = Wo?
q-inside = Abgeschottet?
q-rules = Nach den Regeln?
how-many = [[cameras|{ $cameras ->
    [one] 1 Kamera
   *[other] { $cameras } Kameras
}]], [[recorders|{ $recorders ->
    [one] 1 Rekorder
   *[other] { $recorders } Rekorder
}]] und [[others|{ $others ->
    [one] 1 anderes Gerät
   *[other] { $others } andere Geräte
}]].
how-many-declared = { $both ->
    [one] 1 stand in einer Liste und wurde gefunden.
   *[other] { $both } standen in einer Liste und wurden gefunden.
} { $found ->
    [one] [[found|1]] fanden wir selbst.
   *[other] [[found|{ $found }]] fanden wir selbst.
} { $declared ->
    [one] [[declared|1]] angegebenes Gerät wurde nicht gefunden.
   *[other] [[declared|{ $declared }]] angegebene Geräte wurden nicht gefunden.
}
how-many-no-list = Es wurde keine Liste eingelesen; angegeben und gefunden sind also nicht verglichen.
who-made = Nach dem Etikett { $label ->
    [one] kommt [[label|1]]
   *[other] kommen [[label|{ $label }]]
} von { $names }. Nach den Belegen { $maker ->
    [one] ist es [[maker|1]].
   *[other] sind es [[maker|{ $maker }]].
}
who-made-none = Bei keinem Gerät ist der tatsächliche Hersteller festgestellt.
makers-contested = [[list|{ $n }]] strittig
makers-undecided = [[list|{ $n }]] nicht festgestellt
makers-decided = { $n ->
    [one] Bei 1 Gerät ist der Hersteller bekannt:
   *[other] Bei { $n } Geräten ist der Hersteller bekannt:
} { $established } festgestellt, { $tested } nach geprüften Tatsachen.
where = { $sites ->
    [one] An [[sites|1 Standort]].
   *[other] An [[sites|{ $sites } Standorten]].
}
where-most = Die meisten gehören zu:
where-top = { $name } ([[n|{ $n }]])
where-none = Bei keinem Gerät ist angegeben, wo es hängt.
where-unplaced = { $n ->
    [one] Bei [[list|1 Gerät]] ist der Ort nicht angegeben.
   *[other] Bei [[list|{ $n } Geräten]] ist der Ort nicht angegeben.
}
inside = { $isolated ->
    [one] Bei [[isolated|1]] gemessenen Gerät ist nachgewiesen, dass es innen bleibt.
   *[other] Bei [[isolated|{ $isolated }]] gemessenen Geräten ist nachgewiesen, dass sie innen bleiben.
} { $leaking ->
    [0] Kein gemessenes Gerät hatte Verbindung nach außen.
    [one] [[leaking|1]] hat Verbindung nach außen.
   *[other] [[leaking|{ $leaking }]] haben Verbindung nach außen.
} { $unproven ->
    [0] {""}
   *[other] Bei [[unproven|{ $unproven }]] ist es nicht nachgewiesen.
}
inside-unmeasured = Es wurde kein Verkehr gemessen. Ob Geräte abgeschottet sind, wissen wir also nicht.
inside-rest = { $n ->
    [one] Der Verkehr von [[list|1 anderen Gerät]] wurde nicht gemessen.
   *[other] Der Verkehr von [[list|{ $n } anderen Geräten]] wurde nicht gemessen.
}
rules-says = { $broken ->
    [0] Unter den { $rules } geprüften Regeln ist keine, gegen die ein Gerät festgestellt verstößt.
   *[other] { $n ->
        [one] [[n|1 Gerät]] verstößt gegen mindestens eine Regel.
       *[other] [[n|{ $n } Geräte]] verstoßen gegen mindestens eine Regel.
    } { $rules ->
        [one] 1 Regel wurde geprüft.
       *[other] { $rules } Regeln wurden geprüft; gegen { $broken } wird verstoßen.
    }
}
rules-none = Es wurden keine Regeln geprüft.
rules-unclear = Bei der Regel mit den meisten offenen Fragen { $n ->
    [one] ist 1 Gerät
   *[other] sind { $n } Geräte
} nicht zu beurteilen. Nicht festgestellt ist nicht dasselbe wie erfüllt.
go-kinds = Liste nach Art
go-declared = Angegeben und gefunden
go-makers = Liste nach Hersteller
go-brands = Vom Etikett zum Hersteller
go-unknown = Was nicht festgestellt ist
go-places = Nach Standort und Dienst
go-outside = Mit wem Verbindung besteht
go-isolation = Was fehlt
go-rules = Jede Regel

## Pictures
picture-declared = { $both } Geräte angegeben und gefunden, { $found } nur gefunden, { $declared } nur angegeben.
picture-kinds = Geräte nach Art, die häufigste zuerst.
picture-flow = Vom Etikett zum Hersteller: Auf dem Etikett von { $label } steht { $names }; nach den Belegen sind es { $maker }.
picture-flow-plain = Vom Etikett zum Hersteller.
picture-places = Die meisten Geräte gehören zu { $name }: { $n }.
picture-inside = { $leaking } Geräte haben Verbindung nach außen, { $isolated } sind abgeschottet, bei { $unproven } ist es nicht nachgewiesen oder nicht gemessen.
picture-rules = { $n } Geräte verstoßen gegen mindestens eine Regel; gestrichelt ist, was nicht festgestellt oder strittig ist.
picture-makers = Die meisten Geräte sind von { $name } gebaut: { $n }; insgesamt { $makers } Hersteller.
picture-makers-none = Kein Hersteller ist festgestellt.
part-both = angegeben und gefunden
part-found = nur gefunden
part-declared = nur angegeben, nicht gefunden
flow-left = auf dem Etikett
flow-right = gebaut von
flow-no-label = ohne Etikett
flow-unknown = nicht festgestellt
flow-others = andere
flow-caption = { $n ->
    [one] 1 Gerät mit einem anderen Namen auf dem Etikett
   *[other] { $n } Geräte mit einem anderen Namen auf dem Etikett
}
makers-caption = Voll: nachgewiesen, als Festgestelltes + nach geprüften Tatsachen Entschiedenes. Gestrichelt: was es höchstens sein kann.

## Headings
h-makers = Hersteller: wer die Geräte gebaut hat
h-brands = Marken: was auf dem Etikett steht
h-kinds = Arten
h-places = Wo sie hängen
h-outside = Wer mit außen spricht
h-isolation = Abschottung
h-rules = Regeln
h-declared = Angegeben und gefunden
h-declared-only = Angegeben, nicht gefunden
h-found-only = Gefunden, nicht angegeben
h-differs = Unterschiede
h-unknown = Was nicht festgestellt ist, und was entscheiden würde
h-not-known = Was wir nicht wissen
h-unseen = Was wir nicht sehen konnten
h-windows = Was betrachtet wurde
h-bystanders = Wer sonst gesehen wurde
h-lists = Die Listen hinter den Zahlen
h-device-list = Alle Geräte
h-devices = Jedes Gerät mit seinen Belegen
h-tells = Merkmale und woher sie stammen
h-looks-different = Was anders aussieht
h-would-settle = Was entscheiden würde
h-contested = Strittig
h-other-clues = Andere Hinweise
h-findings = Feststellungen
h-contacts = Verbindung nach außen
h-measured = Wie gemessen wurde
h-declared-here = Angegeben
h-merges = Zusammengeführt über
h-evidence = Belege
t-makers = Geräte nach Hersteller
t-kinds = Geräte nach Art
t-outside = Verbindungen nach außen
t-isolation = Geräte nach Ergebnis
t-devices = Geräte
t-flow = Auf dem Etikett, und gebaut von
t-brands = Geräte nach Marke
t-departments = Geräte nach Dienst
t-places = Geräte nach Standort
t-via = Nach außen über etwas im Innern
t-missing = Was fehlt, um Abschottung nachzuweisen
t-rules = Ergebnis je Regel
t-declared-only = In einer Liste, nicht im Netz gefunden
t-found-only = Im Netz gefunden, in keiner Liste
t-differs = Liste und Netz sagen Verschiedenes
t-open = Geräte, deren Hersteller nicht festgestellt ist
t-windows = Messungen

## Columns
col-device = Gerät
col-devices = Geräte
col-kind = Art
col-brand = Marke
col-maker = Hersteller
col-model = Modell
col-firmware = Firmware
col-serial = Seriennummer
col-soc = Chip
col-address = Adresse
col-place = Standort
col-sites = Standorte
col-department = Dienst
col-cameras = Kameras
col-recorders = Rekorder
col-isolation = Verbindung
col-rules = Regeln
col-proved = Nachgewiesen
col-established = Festgestellt
col-tested = Nach geprüften Tatsachen
col-at-most = Höchstens
col-other-name = Unter anderem Namen
col-settles = Was entscheiden würde
col-to = Nach
col-asked-name = Gefragter Name
col-whose = Von wem
col-packets = Pakete
col-answer = Antwort
col-when = Wann
col-through = Über
col-how = Wie
col-verdict = Ergebnis
col-meaning = Bedeutet
col-missing = Was fehlt
col-rule = Regel
col-severity = Schwere
col-number = Nummer
col-declared-as = Wie angegeben
col-declared = Angegeben
col-found = Gefunden
col-row = Steht in
col-field = Feld
col-input = Quelle
col-window = Zeitraum
col-length = Dauer
col-frames = Pakete
col-dropped = Verloren
col-limits = Grenzen
col-property = Eigenschaft
col-reading = Lesart
col-share = Anteil
col-evidence = Beleg
col-value = Wert
col-strength = Stärke
col-reads = Es steht
col-tell = Merkmal
col-points-to = Weist auf
col-source = Quelle
col-since = Seit
col-binds = Bindet
col-outcome = Ergebnis
col-because = Weil
col-remedy = Was zu tun ist
col-matched-by = Verbunden über
col-key = Schlüssel
col-joined = Beobachtungen
col-stands = Steht in
col-seen = Gesehen

## Sections
makers-says = { $high ->
    [0] Kein Gerät wurde von { $names } gebaut.
   *[other] [[b|{ $range }]] Geräte wurden von { $names } gebaut.
}
makers-note = Nachgewiesen: festgestellt (bewiesenes Wissen allein entscheidet es) und nach geprüften Tatsachen, zusammen. Höchstens: wenn jede offene Frage so ausginge.
brands-says = { $n ->
    [0] Jedes Gerät, dessen Marke und Hersteller festgestellt sind, trägt den Namen seines Herstellers.
    [one] Auf [[b|1 Gerät]] steht ein anderer Name als der des Herstellers.
   *[other] Auf [[b|{ $n } Geräten]] steht ein anderer Name als der des Herstellers.
}
kinds-says = [[b|{ $cameras }]] Kameras, [[b|{ $recorders }]] Rekorder und [[b|{ $others }]] andere Geräte.
count-open = { $n ->
    [one] Bei 1 Gerät ist dies strittig oder nicht festgestellt.
   *[other] Bei { $n } Geräten ist dies strittig oder nicht festgestellt.
}
count-kind-open = { $n ->
    [one] Bei 1 weiteren Gerät ist offen, ob es von diesen Arten ist.
   *[other] Bei { $n } weiteren Geräten ist offen, ob sie von diesen Arten sind.
}
count-total = insgesamt
count-kinds = Art offen
places-says = { $sites ->
    [one] Die Geräte hängen an [[b|1 Standort]].
   *[other] Die Geräte hängen an [[b|{ $sites } Standorten]].
}
place-unknown = Ort nicht angegeben
department-unknown = Dienst nicht angegeben
and-more = und { $n } weitere
rows-left = { $n ->
    [one] 1 weitere Zeile steht nicht hier, sondern in der Datendatei (CSV oder JSON).
   *[other] { $n } weitere Zeilen stehen nicht hier, sondern in der Datendatei (CSV oder JSON).
}
list-more = { $n ->
    [one] Und 1 weiteres Gerät; siehe die Datendatei (CSV oder JSON).
   *[other] Und { $n } weitere Geräte; siehe die Datendatei (CSV oder JSON).
}
no-name = kein Name
answered = beantwortet
unanswered = keine
outside-says = { $n ->
    [one] [[n|1]] von { $measured } gemessenen Geräten suchte Verbindung nach außen;
   *[other] [[n|{ $n }]] von { $measured } gemessenen Geräten suchten Verbindung nach außen;
} { $answered ->
    [0] keines erhielt Antwort.
    [one] 1 erhielt Antwort.
   *[other] { $answered } erhielten Antwort.
}
outside-none = { $n ->
    [one] Vom einen gemessenen Gerät wurde in [[windows|diesen Zeiträumen]] kein Paket nach außen gesehen.
   *[other] Von den { $n } gemessenen Geräten wurde in [[windows|diesen Zeiträumen]] kein Paket nach außen gesehen.
}
outside-unmeasured = Es wurde kein Verkehr gemessen; über Verbindungen nach außen sagt dieser Bericht nichts.
outside-note = Ein Versuch zählt, auch ohne Antwort. Von wem: wessen Dienst es nach unseren Kenntnissen ist.
via-note = Diese Anfragen gingen an ein Gerät im Innern, das sie nach außen weitergeben kann.
via-says = { $how } { $through }: [[b|{ $name }]]
isolation-note = Abgeschottet verlangt: mindestens sieben Tage gesehen, mit einem Neustart, keine verlorenen Pakete, alle Geräte des Segments gesehen und einen verweigerten Versuch von innen. Fehlt eines, ist es nicht nachgewiesen.
isolation-window = Gemessen während { $length }; { $dropped ->
    [0] keine Pakete verloren.
    [one] 1 Paket verloren.
   *[other] { $dropped } Pakete verloren.
}
isolation-window-uncounted = Gemessen während { $length }; verlorene Pakete wurden nicht gezählt.
rule-binds = Bindet: { $who }.
rule-since = Seit: { $since }.
rule-written = Steht in: { $where }.
rule-source = Quelle: { $source }.
rule-devices = { $n ->
    [one] [[n|1 Gerät]] verstößt:
   *[other] [[n|{ $n } Geräte]] verstoßen:
}
# Listen und Beschlüsse, nach denen ohne Nachfrage geprüft wird: Name und wer gebunden ist.
policy-name-be-kortrijk = Kortrijk, 9. Mai 2022
policy-binds-be-kortrijk = die Stadt Kortrijk, für neue Aufträge; die 29 vorhandenen Kameras dürfen bleiben; keine andere Verwaltung
policy-name-eu-parliament-2021 = Europäisches Parlament, 28. April 2021: Wärmebildkameras
policy-binds-eu-parliament-2021 = die Verwaltung des Europäischen Parlaments, für ihre eigenen Gebäude; keine andere Verwaltung
policy-name-us-fcc-covered-list = FCC Covered List (Vereinigte Staaten)
policy-binds-us-fcc-covered-list = wer in den Vereinigten Staaten Bundeszuschüsse für Telekommunikation ausgibt; seit dem 6. Februar 2023 auch Hersteller und Importeure, die dort eine neue Gerätezulassung beantragen; was schon in Betrieb ist, darf bleiben
policy-name-us-ndaa-889 = NDAA, Abschnitt 889 (Vereinigte Staaten)
policy-binds-us-ndaa-889 = Bundesbehörden der Vereinigten Staaten beim Einkauf; seit dem 13. August 2020 auch Firmen mit einem Vertrag mit ihnen und Empfänger von Zuschüssen und Darlehen des Bundes, für alles, was sie nutzen oder kaufen; niemand in der Europäischen Union
rules-note = Listen anderer binden nur, wer dabei genannt ist. Nicht festgestellt und strittig zählen nicht als erfüllt.
declared-says = { $rows ->
    [one] Die Liste zählt 1 Zeile.
   *[other] Die Listen zählen { $rows } Zeilen.
} [[b|{ $both }]] wurden gefunden, [[declared|{ $declared }]] nicht. [[found|{ $found }]] gefundene Geräte stehen in keiner Liste; bei [[differs|{ $differs }]] sagen Liste und Netz Verschiedenes.
declared-only-none = Alles Angegebene wurde gefunden.
declared-only-note = Nicht gesehen ist nicht dasselbe wie weg: siehe, was betrachtet wurde.
found-only-none = Alles Gefundene steht in einer Liste.
differs-none = Wo Liste und Netz vom selben Gerät sprechen, sagen sie dasselbe.
declared-here-note = Eine Liste ist eine Erklärung, kein Beleg dafür, wer das Gerät gebaut hat.
open-says = { $n ->
    [one] Bei [[b|1 Gerät]] ist der Hersteller strittig oder nicht festgestellt.
   *[other] Bei [[b|{ $n } Geräten]] ist der Hersteller strittig oder nicht festgestellt.
}
open-none = Bei jedem Gerät ist der Hersteller festgestellt.
unknown-maker-undecided = { $n ->
    [one] [[list|1 Gerät]] ohne festgestellten Hersteller.
   *[other] [[list|{ $n } Geräte]] ohne festgestellten Hersteller.
}
unknown-maker-contested = { $n ->
    [one] [[list|1 Gerät]], dessen Hersteller strittig ist.
   *[other] [[list|{ $n } Geräte]], deren Hersteller strittig ist.
}
unknown-settles = { $n ->
    [one] entscheidet bei 1 Gerät
   *[other] entscheidet bei { $n } Geräten
}
unknown-isolation = { $n ->
    [one] [[list|1 Gerät]], dessen Abschottung nicht nachgewiesen ist.
   *[other] [[list|{ $n } Geräte]], deren Abschottung nicht nachgewiesen ist.
}
unknown-nothing = Bei jedem Gerät sind Hersteller und Verbindung festgestellt.
unseen-no-traffic = Es wurde kein Verkehr gemessen. Wer mit außen spricht, lässt sich also nicht sagen.
unseen-unmeasured = { $n ->
    [one] Den Verkehr von [[list|1 Gerät]].
   *[other] Den Verkehr von [[list|{ $n } Geräten]].
}
unseen-no-counter = { $n ->
    [one] [[windows|1 Messung]] zählt verlorene Pakete nicht.
   *[other] [[windows|{ $n } Messungen]] zählen verlorene Pakete nicht.
}
unseen-dropped = { $n ->
    [one] Beim Messen ging [[windows|1 Paket]] verloren.
   *[other] Beim Messen gingen [[windows|{ $n } Pakete]] verloren.
}
unseen-sampled = { $n ->
    [one] [[windows|1 Messung]] sah eine Stichprobe, nicht jedes Paket.
   *[other] [[windows|{ $n } Messungen]] sahen eine Stichprobe, nicht jedes Paket.
}
unseen-encrypted = Was in verschlüsseltem Verkehr steht. Wir sehen mit wem, nicht was.
unseen-sites = { $n ->
    [one] 1 Standort wurde nicht untersucht.
   *[other] { $n } Standorte wurden nicht untersucht.
}
unseen-analogue = { $n ->
    [one] Wie viele analoge Kameras hinter 1 Rekorder hängen: Das Netz zeigt den Rekorder, nicht was dahinter ist.
   *[other] Wie viele analoge Kameras hinter { $n } Rekordern hängen: Das Netz zeigt den Rekorder, nicht was dahinter ist.
}
unseen-radio = Verkehr, der an keinem Messpunkt vorbeikommt, etwa 4G oder das WLAN Dritter.
windows-says = { $n ->
    [one] Eine Messung,
   *[other] { $n } Messungen,
} vom { $from } bis zum { $to }; zusammen { $frames } Pakete oder Flüsse.
windows-says-day = { $n ->
    [one] Eine Messung
   *[other] { $n } Messungen
} am { $from }; zusammen { $frames } Pakete oder Flüsse.
windows-says-undated = { $n ->
    [one] Eine Messung
   *[other] { $n } Messungen
} ohne Zeitangabe; zusammen { $frames } Pakete oder Flüsse.
no-counter = kein Zähler
limit-sampled = ein Paket von { $n } gesehen
limit-sampling-unknown = Stichprobe unbekannt
limit-flows-only = nur Flüsse, keine Namen
limit-evicted = { $n } Flüsse nicht behalten
bystanders = Auch gesehen, nicht registriert: { $kinds }. { $n ->
    [one] Nur die Anzahl ist aufbewahrt.
   *[other] Nur ihre Anzahl ist aufbewahrt.
}
lists-note = Jede Zahl auf dieser Seite führt zu einer dieser Listen.
device-list-says = { $n ->
    [one] Das Register zählt [[b|1 Gerät]]. Was Aufmerksamkeit verlangt, steht zuerst.
   *[other] Das Register zählt [[b|{ $n } Geräte]]. Was Aufmerksamkeit verlangt, steht zuerst.
}
devices-note = Je Gerät: was darauf steht, wer es gebaut hat und worauf das beruht, bis in die Datei und das Paket.
devices-left = Hier stehen { $shown } Geräte mit ihren Belegen, was Aufmerksamkeit verlangt zuerst. Die anderen { $n } stehen in der Ausgabe als CSV oder JSON.
devices-left-file = Hier stehen { $shown } Geräte mit ihren Belegen, was Aufmerksamkeit verlangt zuerst. Die anderen { $n } stehen in { $file }.

## A device
device-title = { $noun ->
    [camera] Kamera { $name }
    [recorder] Rekorder { $name }
   *[other] Gerät { $name }
}
says-brand = { $noun ->
    [camera] Auf dieser Kamera steht [[b|{ $brand }]].
    [recorder] Auf diesem Rekorder steht [[b|{ $brand }]].
   *[other] Auf diesem Gerät steht [[b|{ $brand }]].
}
says-brand-contested = { $noun ->
    [camera] Welche Marke auf dieser Kamera steht, ist strittig: { $names }.
    [recorder] Welche Marke auf diesem Rekorder steht, ist strittig: { $names }.
   *[other] Welche Marke auf diesem Gerät steht, ist strittig: { $names }.
}
says-brand-undecided = { $noun ->
    [camera] Welche Marke auf dieser Kamera steht, ist nicht festgestellt.
    [recorder] Welche Marke auf diesem Rekorder steht, ist nicht festgestellt.
   *[other] Welche Marke auf diesem Gerät steht, ist nicht festgestellt.
}
says-maker = Gebaut von [[b|{ $maker }]] laut [[why|{ $evidence }]], am { $on }.
says-maker-bare = Gebaut von [[b|{ $maker }]].
says-tested = Nach geprüften Tatsachen, ohne Beweis, gebaut von [[b|{ $maker }]]: [[why|{ $evidence }]], am { $on }.
says-tested-bare = Nach geprüften Tatsachen, ohne Beweis, gebaut von [[b|{ $maker }]].
says-maker-contested = Wer es gebaut hat, ist strittig: { $names }.
says-maker-undecided = Wer es gebaut hat, ist nicht festgestellt.
why-decided = Warum wir { $maker } sagen
why-contested = Warum der Hersteller strittig ist
why-undecided = Was gesehen wurde
prov-clues = { $n ->
    [one] Ein Hinweis auf den Hersteller.
   *[other] { $n } Hinweise auf den Hersteller.
}
prov-by-rule = Vertrauensgrad { $n } von 100, nach fester Regel gesetzt und nicht kalibriert.
prov-seen = Zuletzt gesehen am { $when }.
fact-contacts = { $n ->
    [one] 1 Adresse außen
   *[other] { $n } Adressen außen
}
fact-rules = { $n } von { $all }
fact-not-judged = nicht geprüft
aside-seen = Gesehen am { $when }.
aside-evidence = Beleg
aside-tell = Merkmal { $by }
aside-source = Quelle: { $source }
source-frame = Paket { $n }
source-line = Zeile { $n }
source-column = Spalte { $n }
source-offset = Byte { $n }
source-sheet = Blatt { $sheet }
source-none = Stelle nicht angegeben
decoded = dekodiert, nicht abgeschrieben
readings = { $n } Lesarten
share = { $n } %
differs-brand = Diese Felder nennen { $brand }. Das betrifft die Marke, nicht wer es gebaut hat; es widerspricht der Aussage nicht.
because-maker = Gebaut von { $maker } laut { $evidence }, am { $on }; genannt auf diesen Listen, die nur binden, wer dabei steht:
because-tested = Nach geprüften Tatsachen, ohne Beweis, gebaut von { $maker }: { $evidence }, am { $on }; genannt auf diesen Listen, die nur binden, wer dabei steht:
because-list = genannt seit { $since }; bindet: { $who }
also-read = auch { $ids }
more-readings = Und noch { $n }; alles zeigt: oogmerk explain { $id }
clue-search = Es antwortet auf die Suchanfrage eines Herstellers. Das spricht für: { $what } [[b|{ $value }]].
clue-onvif = So stellt es sich im Netz vor (ONVIF). Das spricht für: { $what } [[b|{ $value }]].
clue-upnp = So meldet es sich bei anderen Geräten (UPnP). Das spricht für: { $what } [[b|{ $value }]].
clue-mdns = Unter diesem Namen bietet es seine Dienste an (mDNS). Das spricht für: { $what } [[b|{ $value }]].
clue-rtsp = So antwortet sein Bildserver, ohne Anmeldung und ohne Bild. Das spricht für: { $what } [[b|{ $value }]].
clue-http = So antwortet seine Verwaltungsseite, ohne Anmeldung. Das spricht für: { $what } [[b|{ $value }]].
clue-tls = Dies steht in seinem Zertifikat. Das spricht für: { $what } [[b|{ $value }]].
clue-dhcp = So fragt es nach einer Adresse. Das spricht für: { $what } [[b|{ $value }]].
clue-snmp = So beschreibt es sich für die Netzverwaltung. Das spricht für: { $what } [[b|{ $value }]].
clue-mac = Seine Netzadresse wurde an diese Firma vergeben. Teile werden weiterverkauft; allein belegt es nichts: { $what } [[b|{ $value }]].
clue-label = Dies steht auf dem Etikett, gelesen von einem Menschen. Das spricht für: { $what } [[b|{ $value }]].
clue-sheet = Dies steht in einer von Menschen geführten Liste: eine Erklärung, { $what } [[b|{ $value }]].
clue-contact = Es sucht Verbindung mit diesem Dienst. Das spricht für: { $what } [[b|{ $value }]].
clue-lineage = Die Herkunftsliste sagt, wer diese Reihe gebaut hat: { $what } [[b|{ $value }]].
clue-model = Seine Modellnummer ist so aufgebaut, wie dieser Hersteller es tut. Das spricht für: { $what } [[b|{ $value }]].
clue-nmap = nmap hält es hierfür: die Lesart dieses Programms, nicht die Worte des Geräts. Das spricht für: { $what } [[b|{ $value }]].
clue-scanner = Ein Scanner hält es hierfür: die Lesart dieses Programms, nicht die Worte des Geräts. Das spricht für: { $what } [[b|{ $value }]].
clue-agent = Ein Inventarprogramm hält es hierfür: die Lesart dieses Programms, nicht die Worte des Geräts. Das spricht für: { $what } [[b|{ $value }]].
clue-other = Das zeigt es selbst im Netz. Das spricht für: { $what } [[b|{ $value }]].

## Terminal
identify-none = { $files ->
    [one] Keine Geräte in 1 Datei.
   *[other] Keine Geräte in { $files } Dateien.
}
identify-count = { $n ->
    [one] 1 Gerät
   *[other] { $n } Geräte
} in { $files ->
    [one] 1 Datei
   *[other] { $files } Dateien
}: { $cameras ->
    [one] 1 Kamera
   *[other] { $cameras } Kameras
}, { $recorders ->
    [one] 1 Rekorder
   *[other] { $recorders } Rekorder
}, { $others ->
    [one] 1 anderes
   *[other] { $others } andere
}.
identify-makers = Hersteller: { $established } festgestellt, { $tested } nach geprüften Tatsachen, { $contested } strittig, { $undecided } nicht festgestellt.
identify-more = weitere { $n } (--all, oder --output jsonl)
identify-needs = Was entscheiden würde: { $id } braucht { $fields }.
no-room = Zu viele Daten für den Arbeitsspeicher: Sie kommen in eine temporäre SQLite-Datei in { $folder }, die danach wieder weg ist.
too-many = Zu viele Geräte und Zeilen für ein Mal: { $n } Daten wurden nicht aufgenommen.
explain-needs = Was entscheiden würde: { $fields }.
explain-isolation = Verbindung: { $verdict }{ $n ->
    [0] .
    [one] , mit 1 Adresse außen.
   *[other] , mit { $n } Adressen außen.
}
explain-rules = { $state ->
    [breaks] Verstößt gegen { $n } der { $all } geprüften Regeln.
    [open] Zu { $open } der { $all } geprüften Regeln lässt sich noch nichts sagen.
   *[clear] Gegen keine der { $all } geprüften Regeln ist ein Verstoß festgestellt.
}
argue-built = Gebaut von [[b|{ $maker }]]; Vertrauensgrad { $n } von 100, nach fester Regel gesetzt und nicht kalibriert.
argue-built-on = Gebaut von [[b|{ $maker }]] laut den Belegen vom { $on }; Vertrauensgrad { $n } von 100, nach fester Regel gesetzt und nicht kalibriert.
argue-tested = Nach geprüften Tatsachen, ohne Beweis, gebaut von [[b|{ $maker }]]; Vertrauensgrad { $n } von 100, nach fester Regel, nicht kalibriert.
argue-tested-on = Nach geprüften Tatsachen vom { $on }, ohne Beweis, gebaut von [[b|{ $maker }]]; Vertrauensgrad { $n } von 100, nach fester Regel, nicht kalibriert.
argue-alone = { $clue }, wie es nur Geräte von { $maker } tun.
argue-fits = { $clue }, und das passt zu { $maker }.
argue-second = Ein zweiter Hinweis, unabhängig vom ersten: { $clue }.
argue-nothing = Kein Hinweis sagt, wer es gebaut hat.
argue-chip = Der Chip kommt von { $maker }; das sagt nicht, wer das Gerät gebaut hat.
seen-answer = das Gerät antwortet auf die Suchanfrage „{ $evidence }“
seen-search = das Gerät beantwortet eine Suchanfrage von Herstellern mit „{ $evidence }“
seen-onvif = das Gerät stellt sich im Netz mit „{ $evidence }“ vor
seen-upnp = das Gerät meldet sich bei anderen Geräten mit „{ $evidence }“
seen-mdns = das Gerät bietet seine Dienste unter „{ $evidence }“ an
seen-rtsp = der Bildserver antwortet mit „{ $evidence }“
seen-http = die Verwaltungsseite antwortet mit „{ $evidence }“
seen-tls = im Zertifikat steht „{ $evidence }“
seen-dhcp = das Gerät fordert eine Netzwerkadresse als „{ $evidence }“ an
seen-snmp = das Gerät beschreibt sich der Netzverwaltung als „{ $evidence }“
seen-mac = die Netzwerkadresse ist „{ $evidence }“
seen-label = auf dem Etikett steht „{ $evidence }“
seen-sheet = in einer Liste steht „{ $evidence }“
seen-contact = das Gerät sucht Kontakt zu „{ $evidence }“
seen-lineage = die Herkunftsliste kennt, wer hinter „{ $evidence }“ steht
seen-model = die Modellnummer ist „{ $evidence }“
seen-nmap = nmap hält es für „{ $evidence }“
seen-scanner = ein Scanner hält es für „{ $evidence }“
seen-agent = ein Inventarprogramm hält es für „{ $evidence }“
seen-other = das Gerät zeigt im Netz „{ $evidence }“
lineage-same = Der Name darauf ist der des tatsächlichen Herstellers.
lineage-says = { $relation ->
    [own] Laut Herkunftsliste ist { $brand } eine Eigenmarke von { $maker }{ $period }.
    [subsidiary] Laut Herkunftsliste gehört { $brand } zu { $maker }{ $period }.
    [oem] Laut Herkunftsliste baut { $maker } Geräte für { $brand }{ $period }.
   *[relabel] Laut Herkunftsliste werden Geräte von { $maker } unter dem Etikett { $brand } verkauft{ $period }.
}
lineage-was = { $relation ->
    [own] Laut Herkunftsliste war { $brand } eine Eigenmarke von { $maker }{ $period }.
    [subsidiary] Laut Herkunftsliste gehörte { $brand } zu { $maker }{ $period }.
    [oem] Laut Herkunftsliste baute { $maker } Geräte für { $brand }{ $period }.
   *[relabel] Laut Herkunftsliste wurden Geräte von { $maker } unter dem Etikett { $brand } verkauft{ $period }.
}
lineage-placed = { $relation ->
    [own] Beim Einbau ({ $on }) war { $brand } laut Herkunftsliste eine Eigenmarke von { $maker }.
    [subsidiary] Beim Einbau ({ $on }) gehörte { $brand } laut Herkunftsliste zu { $maker }.
    [oem] Beim Einbau ({ $on }) baute { $maker } laut Herkunftsliste Geräte für { $brand }.
   *[relabel] Beim Einbau ({ $on }) wurden laut Herkunftsliste Geräte von { $maker } unter dem Etikett { $brand } verkauft.
}
lineage-unlisted = Die Herkunftsliste kennt keine bestätigte Verbindung zwischen { $brand } und { $maker }; ein Name beweist nicht, wer etwas baut.
lineage-disputed = Dass { $maker } für { $brand } baut, steht in der Herkunftsliste, ist aber strittig.
lineage-leads = Laut Herkunftsliste kann es von { $names } gebaut sein.
period-since = , seit { $from }
period-until = , bis { $to }
period-between = , von { $from } bis { $to }
counter-none = Nichts spricht dagegen.
counter-maker = Der stärkste Gegenbeleg weist auf { $other }: { $clue }.
counter-brand = Der stärkste Gegenbeleg nennt einen anderen Namen, { $other }: { $clue }.
counter-kind = Der stärkste Gegenbeleg weist auf eine andere Art, { $other }: { $clue }.
counter-both = Beide sind stark; deshalb entscheiden wir nicht.
counter-open = Keiner von beiden genügt, um zu entscheiden.
counter-resold = Netzwerkteile werden weiterverkauft; eine solche Adresse beweist nicht, wer ein Gerät gebaut hat.
counter-stated = Was jemand aufschreibt, beweist nicht, wer ein Gerät gebaut hat.
counter-weak = Dieser Hinweis ist schwach und entscheidet nichts.
counter-less = Dieser Hinweis steht allein und wiegt weniger als das, was dafür spricht.
settle-nothing = Keine Frage, die wir kennen, würde dies entscheiden; fragen Sie den Lieferanten.
explain-follows = Verbindung: { $verdict }{ $n ->
    [0] {""}
    [one] , mit 1 Adresse außen
   *[other] , mit { $n } Adressen außen
}; { $state ->
    [breaks] verstößt gegen { $broken } der { $all } geprüften Regeln.
    [open] zu { $open } der { $all } geprüften Regeln lässt sich noch nichts sagen.
   *[clear] gegen keine der { $all } geprüften Regeln ist ein Verstoß festgestellt.
}
whynot-name = Auf dem Gerät steht zwar { $maker }, aber ein Name beweist nicht, wer etwas gebaut hat.
whynot-speaks = Am meisten spricht für { $maker }: { $clue }.
whynot-lead = Die Herkunftsliste nennt { $maker } bei { $brand }; das ist eine Spur, kein Beleg über dieses Gerät.
whynot-no-lineage = Die Herkunftsliste nennt { $maker } nicht bei { $brand }.
whynot-nobody-else = Auch für einen anderen Hersteller spricht nichts.
whynot-would-change = Nur ein eigenes Kennzeichen von { $maker } würde das ändern, und das wurde nicht gesehen.
explain-because = weil: { $list }
explain-property = Hinweise: { $what }
why-not-it-is = { $maker } ist tatsächlich festgestellt.
why-not-nothing-speaks-for-it = Nichts spricht für { $maker }.
why-not-another-is-decided = Nicht { $maker }, denn { $other } ist festgestellt.
why-not-contested = Der Hersteller ist strittig; { $maker } setzt sich gegen die anderen Lesarten nicht durch.
why-not-only-one-voice = Für { $maker } spricht nur ein Hinweis, und er entscheidet nicht allein.
why-not-too-weak = Die Hinweise auf { $maker } sind zusammen zu schwach.
why-not-for = Was für { $maker } spricht
why-not-against = Was für andere spricht
start-says = Das Register steht in { $register }. Drei Fragen; jede dürfen Sie auslassen.
start-list = Haben Sie eine Liste Ihrer Geräte?
start-export = Haben Sie eine Ausgabe eines Rekorders, Rechnungen oder Etiketten?
start-network = Dürfen Sie ein Netz betrachten?
start-skip = Die erste Seite sagt, was sich schon sagen lässt, und was den Rest beantworten würde.
demo-parts = Geräte: festgestellt + nach geprüften Tatsachen, ohne Beweis.
demo-isolation = Abgeschottet { $mi } { $isolated } Standorte   Nach außen { $ml } { $leaking }   Nicht nachgewiesen { $mu } { $unproven }
demo-declared = Angegeben und gefunden { $both }   Nur gefunden { $found }   Nur angegeben { $declared }
knowledge-verdict = { $n ->
    [0] Die Kenntnisse { $version } sind in Ordnung.
    [one] Die Kenntnisse { $version } haben 1 Fehler.
   *[other] Die Kenntnisse { $version } haben { $n } Fehler.
}
knowledge-tells = { $n } Merkmale: { $proven } bewiesen, { $tested } geprüft, { $draft } vorläufig; { $examples } Beispiele nachgeprüft.
knowledge-rest = { $vendors } Firmen; { $edges } Herkunftszeilen: { $proven } bewiesen, { $tested } geprüft, { $draft } vorläufig; { $policies } Regeln.
knowledge-unproven = { $n ->
    [one] 1 Protokoll ist noch nicht an fremden Daten bewiesen:
   *[other] { $n } Protokolle sind noch nicht an fremden Daten bewiesen:
}
knowledge-by-vendor = Merkmale je Firma, die meisten zuerst; „-“ nennt niemanden:
knowledge-unexercised = { $n ->
    [one] 1 Regel wird von keinem Beispiel erreicht:
   *[other] { $n } Regeln werden von keinem Beispiel erreicht:
}
knowledge-overlaps = { $n ->
    [one] Bei 1 Beispiel sprechen Merkmale zweier Firmen:
   *[other] Bei { $n } Beispielen sprechen Merkmale zweier Firmen:
}
import-says = { $file }: { $rows ->
    [one] 1 Zeile ist lesbar;
   *[other] { $rows } Zeilen sind lesbar;
} { $matched } passen zu einem Gerät. { $bad ->
    [0] Alles konnte gelesen werden.
    [one] 1 Stelle konnte nicht gelesen werden.
   *[other] { $bad } Stellen konnten nicht gelesen werden.
}
import-nothing-stored = Es ist noch nichts gespeichert.
import-stored = Gespeichert.
import-counts = Ändert { $changed }   Neu { $new }   Gleich { $same }
import-new = Neu

## Kenntnisse von anderswo: Pakete, Aktualisierungen, was sie ändern würden
pack-written = { $file }: { $bytes } Bytes geschrieben
pack-proved = { $file }: mit einem vertrauenswürdigen Schlüssel unterzeichnet und unversehrt
pack-version = Version
pack-made-on = erstellt am
pack-made-with = { $day }, mit Oogmerk { $program }
pack-maker = erstellt von
pack-key = öffentlicher Schlüssel
pack-fingerprint = Fingerabdruck
pack-holds = enthält
pack-sources = Quellen
key-secret = { $file } enthält den geheimen Schlüssel: Behalten Sie diese Datei für sich. Wer sie hat, kann in Ihrem Namen unterzeichnen.
trust-already = Schlüssel gilt bereits als vertrauenswürdig: { $fingerprint }
trust-from-now = Schlüssel gilt ab jetzt als vertrauenswürdig: { $fingerprint }
trust-listed = Eingetragen in { $file }
reset-taken = Entfernt: { $file }
reset-in-use = In Gebrauch: Kenntnisse { $version }, die des Programms selbst
whence-own = die des Programms selbst, Version { $program }
whence-pack = installiertes Paket von { $maker }, erstellt am { $day }
whence-blocks = mit Adressblöcken aus „knowledge update --oui“
list-knowledge = Kenntnisse
list-whence = Herkunft
list-not-used = nicht benutzt
list-passed-over = { $version } von { $maker }: für eine ältere Version des Programms erstellt
list-trusted = Vertrauen
list-tells = Merkmale je Firma; „-“ nennt niemanden
list-policies = Listen und Beschlüsse, nach denen geprüft werden kann
patterns-usable = { $of }: { $usable } von { $all } Mustern brauchbar; { $speaking } davon sagen etwas über ein Gerät
patterns-left-out = { $of }: { $n } nicht benutzt: { $reason }
patterns-examples = { $of }: { $right } von { $all } Beispielen werden zuerst von ihrem eigenen Muster erkannt
what-if-versions = In Gebrauch sind die Kenntnisse { $version } ({ $whence }); { $then } würde sie ersetzen.
what-if-rows = { $added } hinzugefügt, { $removed } entfernt, { $changed } geändert
what-if-blocks = Adressblöcke: { $read } gelesen, { $added } hinzugefügt, { $changed } geändert, { $gone } weggefallen
what-if-blocks-kept = Die Liste ist nur ein Teil des Adressregisters: { $n } Blöcke, die nicht darin stehen, bleiben.
what-if-more = und { $n } weitere (--all zeigt alles)
what-if-register = Was sich in { $register } ändern würde
what-if-nothing = Keine Feststellung, kein Ergebnis einer Regel und keine Zählung würde sich ändern.
what-if-verdicts = Feststellungen, die sich ändern würden: { $n }
what-if-conclusions = Ergebnisse von Regeln, die sich ändern würden: { $n }
what-if-not-judged = nicht geprüft
what-if-appears = Geräte, die hinzukämen: { $n }
what-if-vanishes = Geräte, die nicht mehr aufgeführt würden: { $n }
what-if-counts = Zählungen, die sich ändern würden (nachgewiesen, höchstens): { $n }
update-already = Diese Kenntnisse sind bereits in Gebrauch: Es wurde nichts installiert.
update-dry-run = Es wurde nichts installiert (--dry-run).
update-declined = Es wurde nichts installiert.
update-installed = Installiert: Ab jetzt sind die Kenntnisse { $version } in Gebrauch.
update-question = Installieren? [j/N]
knowledge-rows-tells = Merkmale
knowledge-rows-edges = Herkunftszeilen
knowledge-rows-grammar = Modellmuster
knowledge-rows-policies = Listen
knowledge-rows-vendors = Firmen
knowledge-rows-clouds = Clouddienste
knowledge-rows-blocks = Adressblöcke
status-draft = vorläufig
status-tested = geprüft
status-proven = bewiesen
statuses-draft = { $n } vorläufig
statuses-tested = { $n } geprüft
statuses-proven = { $n } bewiesen

## Eine Herkunftszeile, ein Merkmal
edge-relation = Verhältnis
edge-scope = Umfang
edge-period = Zeitraum
edge-evidence = Art der Quelle
edge-statement = Erklärung
edge-disputed = bestritten
edge-says-own-brand = { $brand } ist eine Marke von { $maker }
edge-says-subsidiary = { $brand } ist eine Firma von { $maker }
edge-says-acquired = { $brand } wurde von { $maker } gekauft
edge-says-relabel = { $brand } setzt seinen Namen auf Geräte von { $maker }
edge-says-oem = { $brand } lässt Geräte von { $maker } bauen
edge-says-component = { $brand } benutzt Chips oder Module von { $maker }
edge-all = alle seine Geräte
edge-some = ein Teil seiner Geräte
edge-all-models = alle Modelle, die { $models } entsprechen
edge-some-models = ein Teil der Modelle, die { $models } entsprechen
edge-period-unknown = Beginn und Ende nicht bekannt
edge-period-from = ab { $from }; Ende nicht bekannt
edge-period-to = Beginn nicht bekannt; bis { $to }
edge-period-both = { $from } bis { $to }
edge-no-statement = keine bekannt von Hersteller oder Marke
edge-yes = ja
edge-no = nein
known-pair = { $name }: { $value }
known-status = Status
known-draft = ein Hinweis, der nichts entscheidet
known-source = Quelle
evidence-class-maker-statement = Erklärung von Hersteller oder Marke
evidence-class-regulator = Behörde
evidence-class-court = Gerichtsakten
evidence-class-register = öffentliches Register
evidence-class-advisory = Schwachstellenmeldung
evidence-class-measured = an einem Gerät gemessen
evidence-class-press = Presse
evidence-class-forensic = veröffentlichte Untersuchung
evidence-class-project = offenes Projekt
evidence-class-directory = Liste ohne Beleg
evidence-class-hearsay = Hörensagen
tell-reads = liest
tell-pattern = Muster
tell-claims = besagt
tell-strength = Stärke
tell-group = Gruppe
tell-match = spricht bei
tell-silent = schweigt bei

## Was von wem bekannt ist; die Herkunft einer Marke; Einwände
coverage-says = { $firms } Firmen und { $protocols } Spalten. An ihren Antworten auf zwei oder mehr Protokollen bekannt, ohne Vorläufiges: { $two }.
coverage-nothing = nichts
coverage-others = { $n ->
    [one] auf 1 anderen
   *[other] auf { $n } anderen
}
coverage-nobody = { $n ->
    [one] Von 1 Firma ist nur der Name bekannt:
   *[other] Von { $n } Firmen sind nur die Namen bekannt:
}
edge-examples = zum Beispiel
descent-country = Hauptsitz
descent-owner = Eigentümer, wie notiert
descent-state = Bindung an einen Staat, wie notiert
descent-not-known = nicht bekannt
descent-id = Herkunftszeile
descent-built = Wer die Geräte baut
descent-built-nobody = Keine geprüfte Zeile sagt, wer sie baut.
descent-owned = Wem die Firma der Marke gehört
descent-owned-nobody = Keine geprüfte Zeile sagt es; was notiert ist, steht oben.
descent-behind = Die Firmen dahinter, und wem sie gehören
descent-behind-nobody = Keine andere Firma ist bekannt.
descent-statements = Was die Firmen selbst sagen
descent-statements-none = Keine Erklärung von ihnen ist bekannt.
descent-disputed = Was bestritten wird
descent-disputed-none = Nichts hier ist als bestritten vermerkt.
descent-parts = Chips und Module darin
descent-parts-none = Keine sind bekannt.
descent-leads = Hinweise, die nichts entscheiden
descent-leads-none = Keine.
descent-labels = Namen auf Geräten, die diese Firma baut, Hinweise eingeschlossen
descent-dispute-how = { $command } schreibt das Formular eines Einwands gegen eine Zeile.
dispute-title = Einwand gegen { $id }
dispute-version = Dieses Formular betrifft eine Zeile des Wissens von Oogmerk, Fassung { $version }. Jeder darf Einwände erheben: ein Hersteller, eine Marke, ein Verkäufer, eine Behörde, ein Leser.
dispute-row = Was die Zeile sagt und worauf sie beruht
dispute-objection = Der Einwand
dispute-who = Name
dispute-for = Im Namen von (Firma, Behörde, sich selbst)
dispute-day = Datum
dispute-wrong = Was nicht stimmt (Firma, Modelle, Daten, Beziehung, Quelle, anderes)
dispute-right = Was richtig wäre
dispute-evidence = Belege, mit dem Ort, an dem sie zu öffnen sind
dispute-counts = Was als Beleg zählt
dispute-alone = Einer genügt: { $classes }.
dispute-in-pairs = Zwei, die einander nicht abschreiben, beweisen; einer lässt die Zeile neu ansehen: { $classes }.
dispute-never = Beweisen nichts: { $classes }.
dispute-locator = Eine Quelle wird so genannt, dass ein Fremder sie öffnen kann: ein Dokument mit seiner Seite, ein Register mit seinem Eintrag, ein Projekt mit Datei und Fassung, ein Gerät mit seinem Etikett und seiner Antwort.
dispute-answer = Die geschuldete Antwort
dispute-meanwhile = Eine Herkunftszeile, gegen die mit Belegen Einwand erhoben ist, wird als bestritten vermerkt, bis die Antwort steht: dann entscheidet sie nicht mehr, wer ein Gerät gebaut hat, und beide Seiten werden gezeigt.
dispute-received = Eingegangen am
dispute-opened = Quellen erneut geöffnet, an welchem Tag, und was sie sagen
dispute-outcome = Ergebnis (Zeile bleibt, wird berichtigt, wird zurückgezogen, bleibt bestritten)
dispute-reason = Grund, mit Quelle
dispute-correction = Berichtigung: ab welcher Fassung des Wissens, und wem sie mitgeteilt wurde
dispute-both = Einwand und Antwort werden nebeneinander aufbewahrt; das eine wird nicht ohne das andere gezeigt.
dispute-term = Das Wissen enthält keinen Text, der für diese Antwort eine Frist setzt. Setzt ein Gesetz, eine Satzung oder ein Vertrag, der den Antwortenden bindet, eine Frist, so steht sie hier mit dem Artikel.
dispute-term-text = Frist, und der Text, der sie setzt
dispute-list-name = Liste
dispute-list-authority = Stelle
dispute-list-says = sagt
dispute-list-binds = bindet
dispute-list-firms = nennt
dispute-list-reference = steht in
pattern-exact = ist genau
pattern-prefix = beginnt mit
pattern-suffix = endet mit
pattern-contains = enthält
pattern-regex = regulärer Ausdruck

## Words
list-or = oder
list-and = und
day-long = { $day }. { $month } { $year }
day-short = { $day }. { $month } { $year }
month-long-1 = Januar
month-long-2 = Februar
month-long-3 = März
month-long-4 = April
month-long-5 = Mai
month-long-6 = Juni
month-long-7 = Juli
month-long-8 = August
month-long-9 = September
month-long-10 = Oktober
month-long-11 = November
month-long-12 = Dezember
month-short-1 = Jan.
month-short-2 = Feb.
month-short-3 = März
month-short-4 = Apr.
month-short-5 = Mai
month-short-6 = Juni
month-short-7 = Juli
month-short-8 = Aug.
month-short-9 = Sept.
month-short-10 = Okt.
month-short-11 = Nov.
month-short-12 = Dez.
days = { $n ->
    [one] 1 Tag
   *[other] { $n } Tage
}
hours = { $n ->
    [one] 1 Stunde
   *[other] { $n } Stunden
}
minutes = { $n ->
    [one] 1 Minute
   *[other] { $n } Minuten
}
seconds = { $n ->
    [one] 1 Sekunde
   *[other] { $n } Sekunden
}
verdict-decided = festgestellt
verdict-likely = sehr wahrscheinlich
verdict-contested = strittig
verdict-undecided = nicht festgestellt
isolation-isolated = abgeschottet
isolation-leaking = Verbindung nach außen
isolation-unproven = nicht nachgewiesen
isolation-unmeasured = nicht gemessen
isolation-means-isolated = jede Bedingung ist im gemessenen Zeitraum erfüllt
isolation-means-leaking = mindestens ein Paket ging nach außen
isolation-means-unproven = gemessen, aber es fehlt etwas zum Nachweis
isolation-means-unmeasured = von diesem Gerät wurde kein Verkehr betrachtet
isolation-count-isolated = [[list|{ $n }]] abgeschottet
isolation-count-leaking = [[list|{ $n }]] nach außen
isolation-count-unproven = [[list|{ $n }]] nicht nachgewiesen
conclusion-breaks = verstößt
conclusion-clear = erfüllt
conclusion-undecided = nicht festgestellt
conclusion-contested = strittig
strength-weak = schwach
strength-moderate = mittel
strength-strong = stark
strength-decisive = entscheidend
severity-info = zur Kenntnis
severity-low = niedrig
severity-medium = mittel
severity-high = hoch
severity-critical = sehr hoch
relation-own-brand = eigene Marke des Herstellers
relation-subsidiary = Marke einer Tochter des Herstellers
relation-oem = für die Marke gebaut
relation-relabel = Gerät des Herstellers unter anderem Etikett
group-camera = Kameras
group-recorder = Rekorder
group-other = Andere Geräte
via-resolver = Name gefragt bei
via-proxy = Anfrage über Proxy
via-relay = weitergegeben durch
via-recorder = über Rekorder
property-kind = Art
property-brand = Marke
property-maker = Hersteller
property-line = Reihe
property-model = Modell
property-firmware = Firmware
property-serial = Seriennummer
property-soc = Chip
property-hardware = Hardware
property-soc-maker = Hersteller des Chips
property-modem = Modem
property-modem-maker = Hersteller des Modems
property-lineage = Herkunft
property-mac = Netzadresse
property-ip = IP-Adresse
property-place = Ort
property-department = Dienst
property-purpose = Zweck
property-supplier = Lieferant
property-manufacturer = Hersteller (erklärt)
property-asset = Nummer
property-number = Nummer
property-name = Name
property-site = Standort
property-address = Adresse
property-date = Datum
property-note = Bemerkung
property-price = Preis
property-contract = Vertrag
property-room = Saal
property-legal-ground = Rechtsgrundlage
property-installed = angebracht am
property-latitude = Breitengrad
property-longitude = Längengrad
property-count = Anzahl der Geräte
kind-camera = Kamera
kind-ptz-camera = schwenkbare Kamera
kind-thermal-camera = Wärmebildkamera
kind-anpr-camera = ANPR-Kamera
kind-body-camera = Körperkamera
kind-doorbell = Klingelkamera
kind-intercom = Gegensprechanlage
kind-encoder = Videoencoder
kind-recorder = Rekorder
kind-vms = Bildverwaltungssystem
kind-access-controller = Zutrittskontrolle
kind-drone = Drohne
kind-drone-dock = Drohnenstation
kind-sensor = Sensor
kind-phone = Telefon
kind-computer = Computer
kind-printer = Drucker
kind-switch = Switch
kind-router = Router
kind-access-point = WLAN-Zugangspunkt
kind-gateway = Gateway
kind-plug = vernetzte Steckdose
kind-light = vernetzte Lampe
kind-hub = Hub
kind-other = anderes Gerät
kinds-phone = { $n ->
    [one] 1 Telefon
   *[other] { $n } Telefone
}
kinds-computer = { $n ->
    [one] 1 Computer
   *[other] { $n } Computer
}
kinds-printer = { $n ->
    [one] 1 Drucker
   *[other] { $n } Drucker
}
kinds-switch = { $n ->
    [one] 1 Switch
   *[other] { $n } Switches
}
kinds-router = { $n ->
    [one] 1 Router
   *[other] { $n } Router
}
kinds-access-point = { $n ->
    [one] 1 WLAN-Zugangspunkt
   *[other] { $n } WLAN-Zugangspunkte
}
kinds-gateway = { $n ->
    [one] 1 Gateway
   *[other] { $n } Gateways
}
kinds-plug = { $n ->
    [one] 1 vernetzte Steckdose
   *[other] { $n } vernetzte Steckdosen
}
kinds-light = { $n ->
    [one] 1 vernetzte Lampe
   *[other] { $n } vernetzte Lampen
}
kinds-hub = { $n ->
    [one] 1 Hub
   *[other] { $n } Hubs
}
kinds-other = { $n ->
    [one] 1 anderes Gerät
   *[other] { $n } andere Geräte
}
kinds-unknown = { $n ->
    [one] 1 unbekanntes Gerät
   *[other] { $n } unbekannte Geräte
}
settle-field = das Feld „{ $field }“
settle-protocol-answered = die Suchanfragen der Hersteller stellen
settle-tls-issuer = das Zertifikat lesen
settle-onvif-scope = die ONVIF-Angaben abfragen
settle-onvif-scope-location = den ONVIF-Ort abfragen
settle-dhcp-hostname = auf den Namen in der Adressanfrage warten
settle-dhcp-vendor-class = auf die nächste Adressanfrage warten
settle-mdns-service = auf seine Ankündigung im Netz warten
settle-mdns-instance = auf seine Ankündigung im Netz warten
settle-ssdp-server = auf seine Ankündigung im Netz warten
settle-sdp-session-name = die Bildbeschreibung lesen, ohne Bild
settle-rtsp-content-base = die Antwort des Bildservers lesen
settle-http-location = lesen, wohin die Verwaltungsseite verweist
settle-http-favicon-mmh3 = das Symbol der Verwaltungsseite lesen
settle-label-model = das Modell auf dem Etikett lesen
settle-label-maker = den Hersteller auf der Leiterplatte lesen
settle-label-serial = die Seriennummer auf dem Etikett lesen
settle-label-brand = die Marke auf dem Etikett lesen
settle-label-fcc-id = die FCC-Nummer auf dem Etikett lesen
settle-onvif-scope-hardware = die ONVIF-Angaben abfragen
settle-onvif-scope-name = den ONVIF-Namen abfragen
settle-sadp-device-description = die SADP-Suchanfrage stellen
settle-dhdiscover-device-type = die DHDiscover-Suchanfrage stellen
settle-http-title = den Titel der Verwaltungsseite lesen
settle-http-server = den Namen des Webservers lesen
settle-http-www-authenticate = die Anmeldefrage des Webservers lesen
settle-rtsp-realm = die Anmeldefrage des Bildservers lesen
settle-rtsp-server = den Namen des Bildservers lesen
settle-tls-subject = das Zertifikat lesen
settle-onvif-scope-type = den ONVIF-Typ abfragen
settle-onvif-model = das ONVIF-Modell abfragen
settle-onvif-manufacturer = den ONVIF-Hersteller abfragen
settle-onvif-firmware = die ONVIF-Firmware abfragen
settle-onvif-serial = die ONVIF-Seriennummer abfragen
settle-http-body-marker = die Verwaltungsseite lesen
settle-label-firmware = die Firmware am Gerät ablesen
settle-label-mac = die Netzadresse auf dem Etikett lesen
settle-label-ce-manufacturer = den Hersteller neben dem CE-Zeichen lesen
settle-label-country-mark = das Land auf dem Etikett lesen
settle-label-date-code = den Datumscode auf dem Etikett lesen
settle-http-realm = die Anmeldefrage des Webservers lesen
settle-mac-oui = die Netzadresse am Anschluss selbst lesen
missing-window-under-7-days = weniger als sieben Tage gemessen
missing-no-restart-seen = kein Neustart des Geräts gesehen
missing-no-drop-counter = verlorene Pakete wurden nicht gezählt
missing-drops-over-limit = zu viele Pakete verloren
missing-sampled = nur eine Stichprobe der Pakete gesehen
missing-sampling-unknown = ob jedes Paket gesehen wurde, ist nicht bekannt
missing-segment-not-complete = nicht jedes Gerät des Segments wurde gesehen
missing-no-egress-test = kein Versuch von innen gemacht
missing-no-resolver-test = nicht geprüft, ob der innere Namensdienst auf äußere Namen antwortet
missing-radio-or-second-interface-unknown = Funk oder ein zweiter Anschluss ist nicht ausgeschlossen
missing-recorder-leaks = ein Rekorder, der das Gerät erreicht, hat Verbindung nach außen
missing-recorder-not-isolated = ein Rekorder, der das Gerät erreicht, ist nicht abgeschottet
missing-leaves-through-something-inside = etwas geht über ein Gerät im Innern nach außen
missing-flows-only = nur Flüsse gesehen, keine Pakete
missing-flows-evicted = nicht jeder Fluss konnte behalten werden
remedy-breaks = ersetzen oder abschotten, wie Ihre Verwaltung entscheidet
remedy-contested = zuerst den Widerspruch klären
remedy-undecided = zuerst feststellen, wer es gebaut hat
remedy-kind = zuerst feststellen, was für ein Gerät es ist
remedy-clear = nichts

## Site
nav-label = Hauptmenü
nav-overview = Übersicht
nav-devices = Geräte
nav-review = Abgleich
nav-isolation = Abschottung
nav-rules = Regeln
nav-report = Bericht als Datei
search-label = Gerät, Ort oder Adresse
search-button = Suchen
back-to-today = Zurück zu heute
as-data = Diese Seite als
list-caption = Geräte
list-says = { $n ->
    [one] [[b|1]] von { $all } Geräten.
   *[other] [[b|{ $n }]] von { $all } Geräten.
}
list-search = In dieser Liste suchen
list-showing = { $from }–{ $to } von { $n }
list-first = erste
list-next = nächste
filter-remove = entfernen
filter-clear = Alles zeigen
filter-maker = Hersteller
filter-brand = Marke
filter-kind = Art
filter-group = Gruppe
filter-verdict = Hersteller ist
filter-isolation = Verbindung
filter-place = Standort
filter-department = Dienst
filter-rule = Regel
filter-conclusion = Ergebnis
facet-verdict = Gewissheit über den Hersteller
facet-more = mehr
sort-by = Reihenfolge:
sort-attention = was Aufmerksamkeit verlangt
sort-maker = Hersteller
sort-brand = Marke
sort-kind = Art
sort-place = Standort
sort-model = Modell
site-back = Zur Liste
site-refused-title = nicht angemeldet
site-refused-says = Sie sind hier nicht angemeldet.
site-refused-next = Öffnen Sie den Verweis, den das Programm beim Start zeigte. Er gilt einmal; starten Sie das Programm neu für einen neuen.
site-missing-title = nicht gefunden
site-missing-says = Diese Seite gibt es nicht.
site-missing-next = Das Gerät steht an diesem Datum nicht im Register, oder die Adresse ist falsch geschrieben.
site-failed-title = unser Fehler
site-failed-says = Das Register konnte nicht gelesen werden.
site-failed-next = Es wurde nichts geändert. Führen Sie im Terminal aus: oogmerk register check.
