### Oogmerk: français de Belgique. [[nom|mots]] devient un lien sur une page. Espace fine insécable avant ; : ? !

## Frame
skip = Aller au contenu
as-of-label = État des données
as-of = État au { $on }
as-of-known = État au { $on }, tel que connu le { $known }
last-measured = Dernière mesure le { $on }
contents = Sur cette page
page-title = Caméras et capteurs – { $body } – { $on }
notice-internal = À usage interne. Les adresses, l'accessibilité et les numéros de série n'ont pas leur place dans un document public.
notice-invented = [[b|EXEMPLE.]] La ville, les appareils et tous les chiffres sont inventés.
foot-knowledge = Connaissances { $version }
foot-method = Nous ne nous sommes connectés nulle part, n'avons regardé aucune image et n'avons rien modifié aux appareils.
times-utc = Toutes les heures sont en UTC.
title-body = Caméras et capteurs de { $body }
title-nobody = Caméras et capteurs

## Opening
lead-empty = Aucun appareil pour l'instant.
lead-empty-next = Importez une liste ou faites un relevé du réseau : la réponse s'affichera ici.
lead-count = Le registre compte [[cameras|{ $cameras ->
    [one] { $cameras } caméra
   *[other] { $cameras } caméras
}]] et [[recorders|{ $recorders ->
    [one] { $recorders } enregistreur
   *[other] { $recorders } enregistreurs
}]]{ $sites ->
    [0] .
    [one] {" "}sur [[sites|1 site]].
   *[other] {" "}sur [[sites|{ $sites } sites]].
}
lead-either = { $n ->
    [one] { $n } autre appareil est une caméra ou un enregistreur : lequel des deux, la question reste ouverte.
   *[other] { $n } autres appareils sont des caméras ou des enregistreurs : lequel des deux, la question reste ouverte.
}
lead-kind-open = { $n ->
    [one] Pour { $n } autre appareil, le type reste ouvert.
   *[other] Pour { $n } autres appareils, le type reste ouvert.
}
count-parts = Dont { $established } établis et { $tested } sur des faits vérifiés, sans preuve.
lead-range = Le nombre exact se situe entre { $low } et { $high }.
lead-label = { $label ->
    [one] L'étiquette de [[label|{ $label }]] appareil indique { $names } ;
   *[other] L'étiquette de [[label|{ $label }]] appareils indique { $names } ;
} selon les preuves, { $maker ->
    [one] il y en a [[maker|{ $maker }]].
   *[other] ils sont [[maker|{ $maker }]].
}
lead-outside = { $n ->
    [one] [[outside|{ $n } appareil]] a cherché à communiquer vers l'extérieur.
   *[other] [[outside|{ $n } appareils]] ont cherché à communiquer vers l'extérieur.
}
lead-open = { $n ->
    [one] Pour [[open|{ $n } appareil]], le fabricant réel n'est pas établi.
   *[other] Pour [[open|{ $n } appareils]], le fabricant réel n'est pas établi.
}
lead-open-range = { $n ->
    [one] Pour [[open|{ $n } appareil]], le fabricant réel n'est pas établi ;
   *[other] Pour [[open|{ $n } appareils]], le fabricant réel n'est pas établi ;
} le nombre exact se situe donc entre { $low } et { $high }.
lead-unseen = [[unseen|Ce que nous n'avons pas pu voir]]

## Five questions
q-how-many = Combien ?
q-who-made = De qui ?
q-where = Où ?
q-inside = Isolés ?
q-rules = Selon les règles ?
how-many = [[cameras|{ $cameras ->
    [one] { $cameras } caméra
   *[other] { $cameras } caméras
}]], [[recorders|{ $recorders ->
    [one] { $recorders } enregistreur
   *[other] { $recorders } enregistreurs
}]] et [[others|{ $others ->
    [one] { $others } autre appareil
   *[other] { $others } autres appareils
}]].
how-many-declared = { $both ->
    [one] { $both } figurait dans une liste et a été retrouvé.
   *[other] { $both } figuraient dans une liste et ont été retrouvés.
} Nous en avons trouvé [[found|{ $found }]] nous-mêmes. { $declared ->
    [one] [[declared|{ $declared }]] appareil déclaré n'a pas été retrouvé.
   *[other] [[declared|{ $declared }]] appareils déclarés n'ont pas été retrouvés.
}
how-many-no-list = Aucune liste n'a été importée ; le déclaré et le trouvé n'ont donc pas été comparés.
who-made = Selon l'étiquette, { $label ->
    [one] [[label|{ $label }]] vient
   *[other] [[label|{ $label }]] viennent
} de { $names }. Selon les preuves, { $maker ->
    [one] il y en a [[maker|{ $maker }]].
   *[other] ils sont [[maker|{ $maker }]].
}
who-made-none = Le fabricant réel n'est établi pour aucun appareil.
makers-contested = [[list|{ $n }]] { $n ->
    [one] contesté
   *[other] contestés
}
makers-undecided = [[list|{ $n }]] { $n ->
    [one] non établi
   *[other] non établis
}
makers-decided = { $n ->
    [one] Pour { $n } appareil, le fabricant réel est connu :
   *[other] Pour { $n } appareils, le fabricant réel est connu :
} { $established } établis, { $tested } sur des faits vérifiés.
where = { $sites ->
    [one] Sur [[sites|{ $sites } site]].
   *[other] Sur [[sites|{ $sites } sites]].
}
where-most = La plupart relèvent de :
where-top = { $name } ([[n|{ $n }]])
where-none = L'emplacement n'est déclaré pour aucun appareil.
where-unplaced = { $n ->
    [one] Pour [[list|{ $n } appareil]], l'emplacement n'est pas déclaré.
   *[other] Pour [[list|{ $n } appareils]], l'emplacement n'est pas déclaré.
}
inside = { $isolated ->
    [one] Pour [[isolated|{ $isolated }]] appareil mesuré, il est prouvé qu'il reste à l'intérieur.
   *[other] Pour [[isolated|{ $isolated }]] appareils mesurés, il est prouvé qu'ils restent à l'intérieur.
} { $leaking ->
    [0] Aucun appareil mesuré ne communique vers l'extérieur.
    [one] [[leaking|{ $leaking }]] communique vers l'extérieur.
   *[other] [[leaking|{ $leaking }]] communiquent vers l'extérieur.
} { $unproven ->
    [0] {""}
   *[other] Pour [[unproven|{ $unproven }]], ce n'est pas prouvé.
}
inside-unmeasured = Aucun trafic n'a été mesuré. Nous ne savons donc pas si les appareils sont isolés.
inside-rest = { $n ->
    [one] Le trafic de [[list|{ $n } autre appareil]] n'a pas été mesuré.
   *[other] Le trafic de [[list|{ $n } autres appareils]] n'a pas été mesuré.
}
rules-says = { $broken ->
    [0] Sur { $rules } règles examinées, il n'en est aucune pour laquelle un appareil est établi non conforme.
   *[other] { $n ->
        [one] [[n|{ $n } appareil]] est non conforme à au moins une règle.
       *[other] [[n|{ $n } appareils]] sont non conformes à au moins une règle.
    } { $rules ->
        [one] Une règle a été examinée.
       *[other] { $rules } règles ont été examinées ; { $broken } ne sont pas respectées.
    }
}
rules-none = Aucune règle n'a été examinée.
rules-unclear = Pour la règle qui laisse le plus de questions ouvertes, { $n ->
    [one] { $n } appareil ne peut être jugé.
   *[other] { $n } appareils ne peuvent être jugés.
} Non établi ne veut pas dire conforme.
go-kinds = Liste par type
go-declared = Déclaré et trouvé
go-makers = Liste par fabricant
go-brands = De l'étiquette au fabricant
go-unknown = Ce qui n'est pas établi
go-places = Par site et par service
go-outside = Avec qui ils communiquent
go-isolation = Ce qui manque
go-rules = Chaque règle

## Pictures
picture-declared = { $both } appareils déclarés et trouvés, { $found } seulement trouvés, { $declared } seulement déclarés.
picture-kinds = Appareils par type, du plus grand au plus petit nombre.
picture-flow = De l'étiquette au fabricant : l'étiquette indique { $names } sur { $label } appareils ; selon les preuves, ils sont { $maker }.
picture-flow-plain = De l'étiquette au fabricant.
picture-places = La plupart des appareils relèvent de { $name } : { $n }.
picture-inside = { $leaking } appareils communiquent vers l'extérieur, { $isolated } sont isolés, pour { $unproven } ce n'est pas prouvé ou pas mesuré.
picture-rules = { $n } appareils sont non conformes à au moins une règle ; en pointillé, ce qui n'est pas établi ou est contesté.
picture-makers = La plupart des appareils ont été fabriqués par { $name } : { $n } ; { $makers } fabricants en tout.
picture-makers-none = Aucun fabricant n'est établi.
part-both = déclarés et trouvés
part-found = seulement trouvés
part-declared = seulement déclarés, non retrouvés
flow-left = sur l'étiquette
flow-right = fabriqué par
flow-no-label = sans étiquette
flow-unknown = non établi
flow-others = autres
flow-caption = { $n ->
    [one] { $n } appareil portant un autre nom sur l'étiquette
   *[other] { $n } appareils portant un autre nom sur l'étiquette
}
makers-caption = Plein : prouvé, soit ce qui est établi + ce qui est décidé sur des faits vérifiés. Pointillé : ce que cela peut être au plus.

## Headings
h-makers = Fabricants : qui a construit les appareils
h-brands = Marques : ce qui figure sur l'étiquette
h-kinds = Types
h-places = Où ils se trouvent
h-outside = Qui communique vers l'extérieur
h-isolation = Isolement
h-rules = Règles
h-declared = Déclaré et trouvé
h-declared-only = Déclaré, non retrouvé
h-found-only = Trouvé, non déclaré
h-differs = Différences
h-unknown = Ce qui n'est pas établi, et ce qui trancherait
h-not-known = Ce que nous ne savons pas
h-unseen = Ce que nous n'avons pas pu voir
h-windows = Ce qui a été observé
h-bystanders = Qui d'autre a été vu
h-lists = Les listes derrière les chiffres
h-device-list = Tous les appareils
h-devices = Chaque appareil, avec ses preuves
h-tells = Signes, et d'où ils viennent
h-looks-different = Ce qui paraît différent
h-would-settle = Ce qui trancherait
h-contested = Contesté
h-other-clues = Autres indices
h-findings = Constats
h-contacts = Communication vers l'extérieur
h-measured = Comment cela a été mesuré
h-declared-here = Déclaré
h-merges = Réuni par
h-evidence = Preuves
t-makers = Appareils par fabricant
t-kinds = Appareils par type
t-outside = Communications vers l'extérieur
t-isolation = Appareils par résultat
t-devices = Appareils
t-flow = Sur l'étiquette, et fabriqué par
t-brands = Appareils par marque
t-departments = Appareils par service
t-places = Appareils par site
t-via = Vers l'extérieur en passant par l'intérieur
t-missing = Ce qui manque pour prouver l'isolement
t-rules = Résultat par règle
t-declared-only = Dans une liste, non retrouvé sur le réseau
t-found-only = Trouvé sur le réseau, dans aucune liste
t-differs = La liste et le réseau ne disent pas la même chose
t-open = Appareils dont le fabricant réel n'est pas établi
t-windows = Mesures

## Columns
col-device = Appareil
col-devices = Appareils
col-kind = Type
col-brand = Marque
col-maker = Fabricant
col-model = Modèle
col-firmware = Firmware
col-serial = Numéro de série
col-soc = Puce
col-address = Adresse
col-place = Site
col-sites = Sites
col-department = Service
col-cameras = Caméras
col-recorders = Enregistreurs
col-isolation = Connexion
col-rules = Règles
col-proved = Prouvé
col-established = Établi
col-tested = Sur des faits vérifiés
col-at-most = Au plus
col-other-name = Sous un autre nom
col-settles = Ce qui trancherait
col-to = Vers
col-asked-name = Nom demandé
col-whose = De qui
col-packets = Paquets
col-answer = Réponse
col-when = Quand
col-through = Par
col-how = Comment
col-verdict = Résultat
col-meaning = Signifie
col-missing = Ce qui manque
col-rule = Règle
col-severity = Gravité
col-number = Numéro
col-declared-as = Tel que déclaré
col-declared = Déclaré
col-found = Trouvé
col-row = Figure dans
col-field = Champ
col-input = Source
col-window = Période
col-length = Durée
col-frames = Paquets
col-dropped = Perdus
col-limits = Limites
col-property = Propriété
col-reading = Lecture
col-share = Part
col-evidence = Preuve
col-value = Valeur
col-strength = Force
col-reads = On y lit
col-tell = Signe
col-points-to = Indique
col-source = Source
col-since = Depuis
col-binds = Lie
col-outcome = Résultat
col-because = Parce que
col-remedy = Que faire
col-matched-by = Relié par
col-key = Clé
col-joined = Observations
col-stands = Figure dans
col-seen = Vu

## Sections
makers-says = { $high ->
    [0] Aucun appareil n'a été fabriqué par { $names }.
   *[other] [[b|{ $range }]] appareils ont été fabriqués par { $names }.
}
makers-note = Prouvé : établi (des connaissances prouvées suffisent à le décider) et sur des faits vérifiés, ensemble. Au plus : si chaque question ouverte se tranchait ainsi.
brands-says = { $n ->
    [0] Chaque appareil dont la marque et le fabricant sont établis porte le nom de son fabricant.
    [one] [[b|{ $n } appareil]] porte un autre nom que celui de son fabricant.
   *[other] [[b|{ $n } appareils]] portent un autre nom que celui de leur fabricant.
}
kinds-says = [[b|{ $cameras }]] caméras, [[b|{ $recorders }]] enregistreurs et [[b|{ $others }]] autres appareils.
count-open = { $n ->
    [one] Pour { $n } appareil, c'est contesté ou non établi.
   *[other] Pour { $n } appareils, c'est contesté ou non établi.
}
count-kind-open = { $n ->
    [one] Pour { $n } autre appareil, il reste ouvert s'il est de ces types.
   *[other] Pour { $n } autres appareils, il reste ouvert s'ils sont de ces types.
}
count-total = en tout
count-kinds = type ouvert
places-says = { $sites ->
    [one] Les appareils se trouvent sur [[b|{ $sites } site]].
   *[other] Les appareils se trouvent sur [[b|{ $sites } sites]].
}
place-unknown = emplacement non déclaré
department-unknown = service non déclaré
and-more = et { $n } de plus
rows-left = { $n ->
    [one] { $n } autre ligne n'est pas affichée ici ; elle se trouve dans le fichier de données (CSV ou JSON).
   *[other] { $n } autres lignes ne sont pas affichées ici ; elles se trouvent dans le fichier de données (CSV ou JSON).
}
list-more = { $n ->
    [one] Et { $n } autre appareil ; voir le fichier de données (CSV ou JSON).
   *[other] Et { $n } autres appareils ; voir le fichier de données (CSV ou JSON).
}
no-name = sans nom
answered = a répondu
unanswered = aucune
outside-says = { $n ->
    [one] [[n|{ $n }]] des { $measured } appareils mesurés a cherché à communiquer vers l'extérieur ;
   *[other] [[n|{ $n }]] des { $measured } appareils mesurés ont cherché à communiquer vers l'extérieur ;
} { $answered ->
    [0] aucun n'a reçu de réponse.
    [one] { $answered } a reçu une réponse.
   *[other] { $answered } ont reçu une réponse.
}
outside-none = { $n ->
    [one] Pour le seul appareil mesuré, aucun paquet vers l'extérieur n'a été vu, pendant [[windows|ces périodes]].
   *[other] Pour les { $n } appareils mesurés, aucun paquet vers l'extérieur n'a été vu, pendant [[windows|ces périodes]].
}
outside-unmeasured = Aucun trafic n'a été mesuré ; ce rapport ne dit rien des communications vers l'extérieur.
outside-note = Une tentative compte, même sans réponse. De qui : à qui appartient le service selon nos connaissances.
via-note = Ces demandes sont allées à un appareil interne qui peut les transmettre vers l'extérieur.
via-says = { $how } { $through } : [[b|{ $name }]]
isolation-note = Isolé demande : au moins sept jours d'observation, avec un redémarrage, aucun paquet perdu, tous les appareils du segment vus et un essai de sortie refusé. S'il manque un élément, ce n'est pas prouvé.
isolation-window = Mesuré pendant { $length } ; { $dropped ->
    [0] aucun paquet perdu.
    [one] { $dropped } paquet perdu.
   *[other] { $dropped } paquets perdus.
}
isolation-window-uncounted = Mesuré pendant { $length } ; les paquets perdus n'ont pas été comptés.
rule-binds = Lie : { $who }.
rule-since = Depuis : { $since }.
rule-written = Texte : { $where }.
rule-source = Source : { $source }.
rule-devices = { $n ->
    [one] [[n|{ $n } appareil]] non conforme :
   *[other] [[n|{ $n } appareils]] non conformes :
}
# Listes et décisions appliquées par défaut : leur nom et qui elles lient.
policy-name-be-kortrijk = Courtrai, 9 mai 2022
policy-binds-be-kortrijk = la ville de Courtrai, pour les nouveaux marchés ; les 29 caméras en place peuvent rester ; aucune autre administration
policy-name-eu-parliament-2021 = Parlement européen, 28 avril 2021 : caméras thermiques
policy-binds-eu-parliament-2021 = l'administration du Parlement européen, pour ses propres bâtiments ; aucune autre administration
policy-name-us-fcc-covered-list = FCC Covered List (États-Unis)
policy-binds-us-fcc-covered-list = ceux qui dépensent des subventions fédérales de télécommunications aux États-Unis ; depuis le 6 février 2023 aussi les fabricants et importateurs qui y demandent une nouvelle autorisation d'équipement ; ce qui est déjà en service peut le rester
policy-name-us-ndaa-889 = NDAA, section 889 (États-Unis)
policy-binds-us-ndaa-889 = les administrations fédérales des États-Unis quand elles achètent ; depuis le 13 août 2020 aussi leurs cocontractants et les bénéficiaires de subventions et de prêts fédéraux, pour ce qu'ils utilisent ou achètent ; personne dans l'Union européenne
rules-note = Les listes d'autrui ne lient que ceux qui y sont nommés. Non établi et contesté ne comptent pas comme conforme.
declared-says = { $rows ->
    [one] La liste compte { $rows } ligne.
   *[other] Les listes comptent { $rows } lignes.
} Retrouvés : [[b|{ $both }]] ; non retrouvés : [[declared|{ $declared }]]. Trouvés mais dans aucune liste : [[found|{ $found }]]. Pour [[differs|{ $differs }]], la liste et le réseau ne disent pas la même chose.
declared-only-none = Tout ce qui était déclaré a été retrouvé.
declared-only-note = Non vu ne veut pas dire disparu : voyez ce qui a été observé.
found-only-none = Tout ce qui a été trouvé figure dans une liste.
differs-none = Là où la liste et le réseau parlent du même appareil, ils disent la même chose.
declared-here-note = Une liste est une déclaration, pas une preuve de qui a construit l'appareil.
open-says = { $n ->
    [one] Pour [[b|{ $n } appareil]], le fabricant réel est contesté ou non établi.
   *[other] Pour [[b|{ $n } appareils]], le fabricant réel est contesté ou non établi.
}
open-none = Le fabricant réel de chaque appareil est établi.
unknown-maker-undecided = { $n ->
    [one] [[list|{ $n } appareil]] sans fabricant établi.
   *[other] [[list|{ $n } appareils]] sans fabricant établi.
}
unknown-maker-contested = { $n ->
    [one] [[list|{ $n } appareil]] dont le fabricant est contesté.
   *[other] [[list|{ $n } appareils]] dont le fabricant est contesté.
}
unknown-settles = { $n ->
    [one] tranche pour { $n } appareil
   *[other] tranche pour { $n } appareils
}
unknown-isolation = { $n ->
    [one] [[list|{ $n } appareil]] dont l'isolement n'est pas prouvé.
   *[other] [[list|{ $n } appareils]] dont l'isolement n'est pas prouvé.
}
unknown-nothing = Le fabricant et la connexion de chaque appareil sont établis.
unseen-no-traffic = Aucun trafic n'a été mesuré. On ne peut donc pas dire qui communique vers l'extérieur.
unseen-unmeasured = { $n ->
    [one] Le trafic de [[list|{ $n } appareil]].
   *[other] Le trafic de [[list|{ $n } appareils]].
}
unseen-no-counter = { $n ->
    [one] [[windows|{ $n } mesure]] ne compte pas les paquets perdus.
   *[other] [[windows|{ $n } mesures]] ne comptent pas les paquets perdus.
}
unseen-dropped = { $n ->
    [one] [[windows|{ $n } paquet]] a été perdu lors des mesures.
   *[other] [[windows|{ $n } paquets]] ont été perdus lors des mesures.
}
unseen-sampled = { $n ->
    [one] [[windows|{ $n } mesure]] a vu un échantillon, pas chaque paquet.
   *[other] [[windows|{ $n } mesures]] ont vu un échantillon, pas chaque paquet.
}
unseen-encrypted = Le contenu du trafic chiffré. Nous voyons avec qui, pas quoi.
unseen-sites = { $n ->
    [one] { $n } site n'a pas été examiné.
   *[other] { $n } sites n'ont pas été examinés.
}
unseen-analogue = { $n ->
    [one] Combien de caméras analogiques se trouvent derrière { $n } enregistreur : le réseau montre l'enregistreur, pas ce qui est derrière.
   *[other] Combien de caméras analogiques se trouvent derrière { $n } enregistreurs : le réseau montre l'enregistreur, pas ce qui est derrière.
}
unseen-radio = Le trafic qui ne passe par aucun point de mesure, comme la 4G ou le wifi de tiers.
windows-says = { $n ->
    [one] Une mesure,
   *[other] { $n } mesures,
} du { $from } au { $to } ; { $frames } paquets ou flux en tout.
windows-says-day = { $n ->
    [one] Une mesure
   *[other] { $n } mesures
} le { $from } ; { $frames } paquets ou flux en tout.
windows-says-undated = { $n ->
    [one] Une mesure
   *[other] { $n } mesures
} sans indication de temps ; { $frames } paquets ou flux en tout.
no-counter = pas de compteur
limit-sampled = un paquet sur { $n } vu
limit-sampling-unknown = échantillonnage inconnu
limit-flows-only = flux seulement, sans noms
limit-evicted = { $n } flux non conservés
bystanders = Également vus, non enregistrés : { $kinds }. { $n ->
    [one] Seul le nombre est conservé.
   *[other] Seul leur nombre est conservé.
}
lists-note = Chaque chiffre de cette page mène à l'une de ces listes.
device-list-says = { $n ->
    [one] Le registre compte [[b|{ $n } appareil]]. Ce qui demande attention vient d'abord.
   *[other] Le registre compte [[b|{ $n } appareils]]. Ce qui demande attention vient d'abord.
}
devices-note = Pour chaque appareil : ce qui figure dessus, qui l'a construit et sur quoi cela repose, jusqu'au fichier et au paquet.
devices-left = Voici { $shown } appareils avec leurs preuves, ce qui demande attention d'abord. Les { $n } autres se trouvent dans l'export CSV ou JSON.
devices-left-file = Voici { $shown } appareils avec leurs preuves, ce qui demande attention d'abord. Les { $n } autres se trouvent dans { $file }.

## A device
device-title = { $noun ->
    [camera] Caméra { $name }
    [recorder] Enregistreur { $name }
   *[other] Appareil { $name }
}
says-brand = { $noun ->
    [camera] Cette caméra porte le nom [[b|{ $brand }]].
    [recorder] Cet enregistreur porte le nom [[b|{ $brand }]].
   *[other] Cet appareil porte le nom [[b|{ $brand }]].
}
says-brand-contested = { $noun ->
    [camera] La marque qui figure sur cette caméra est contestée : { $names }.
    [recorder] La marque qui figure sur cet enregistreur est contestée : { $names }.
   *[other] La marque qui figure sur cet appareil est contestée : { $names }.
}
says-brand-undecided = { $noun ->
    [camera] La marque qui figure sur cette caméra n'est pas établie.
    [recorder] La marque qui figure sur cet enregistreur n'est pas établie.
   *[other] La marque qui figure sur cet appareil n'est pas établie.
}
says-maker = Fabricant réel : [[b|{ $maker }]], selon [[why|{ $evidence }]], le { $on }.
says-maker-bare = Fabricant réel : [[b|{ $maker }]].
says-tested = Sur des faits vérifiés, sans preuve, fabricant réel : [[b|{ $maker }]] ; [[why|{ $evidence }]], le { $on }.
says-tested-bare = Sur des faits vérifiés, sans preuve, fabricant réel : [[b|{ $maker }]].
says-maker-contested = Le fabricant réel est contesté : { $names }.
says-maker-undecided = Le fabricant réel n'est pas établi.
why-decided = Pourquoi nous disons { $maker }
why-contested = Pourquoi le fabricant est contesté
why-undecided = Ce qui a été vu
prov-clues = { $n ->
    [one] Un indice sur le fabricant.
   *[other] { $n } indices sur le fabricant.
}
prov-by-rule = Degré de confiance { $n } sur 100, fixé par une règle et non étalonné.
prov-seen = Vu pour la dernière fois le { $when }.
fact-contacts = { $n ->
    [one] { $n } adresse extérieure
   *[other] { $n } adresses extérieures
}
fact-rules = { $n } sur { $all }
fact-not-judged = non examiné
aside-seen = Vu le { $when }.
aside-evidence = preuve
aside-tell = signe { $by }
aside-source = source : { $source }
source-frame = paquet { $n }
source-line = ligne { $n }
source-column = colonne { $n }
source-offset = octet { $n }
source-sheet = feuille { $sheet }
source-none = endroit non indiqué
decoded = décodé, non copié
readings = { $n } lectures
share = { $n } %
differs-brand = Ces champs nomment { $brand }. Il s'agit de la marque, non de qui l'a construit ; cela ne contredit pas la conclusion.
because-maker = Fabricant réel : { $maker }, selon { $evidence }, le { $on } ; figure sur ces listes, qui ne lient que ceux qui y sont nommés :
because-tested = Sur des faits vérifiés, sans preuve, fabricant réel : { $maker } ; { $evidence }, le { $on } ; figure sur ces listes, qui ne lient que ceux qui y sont nommés :
because-list = depuis le { $since } ; lie : { $who }
also-read = aussi { $ids }
more-readings = Et encore { $n } ; tout se lit avec : oogmerk explain { $id }
clue-search = Il répond à la question de recherche d'un fabricant. Cela indique : { $what } [[b|{ $value }]].
clue-onvif = Il se présente ainsi sur le réseau (ONVIF). Cela indique : { $what } [[b|{ $value }]].
clue-upnp = Il s'annonce ainsi aux autres appareils (UPnP). Cela indique : { $what } [[b|{ $value }]].
clue-mdns = Il offre ses services sous ce nom (mDNS). Cela indique : { $what } [[b|{ $value }]].
clue-rtsp = Son serveur d'images répond ainsi, sans connexion et sans image. Cela indique : { $what } [[b|{ $value }]].
clue-http = Sa page de gestion répond ainsi, sans connexion. Cela indique : { $what } [[b|{ $value }]].
clue-tls = Ceci figure dans son certificat. Cela indique : { $what } [[b|{ $value }]].
clue-dhcp = Il demande une adresse ainsi. Cela indique : { $what } [[b|{ $value }]].
clue-snmp = Il se décrit ainsi pour la gestion du réseau. Cela indique : { $what } [[b|{ $value }]].
clue-mac = Son adresse réseau a été attribuée à cette firme. Des pièces sont revendues ; seul, cela ne prouve rien : { $what } [[b|{ $value }]].
clue-label = Ceci figure sur l'étiquette, lue par une personne. Cela indique : { $what } [[b|{ $value }]].
clue-sheet = Ceci figure dans une liste tenue par des personnes : une déclaration, { $what } [[b|{ $value }]].
clue-contact = Il cherche à joindre ce service. Cela indique : { $what } [[b|{ $value }]].
clue-lineage = La liste des origines dit qui a construit cette série : { $what } [[b|{ $value }]].
clue-model = Son numéro de modèle est composé comme le fait ce fabricant. Cela indique : { $what } [[b|{ $value }]].
clue-nmap = nmap le prend pour ceci : la lecture de ce programme, non les mots de l'appareil. Cela indique : { $what } [[b|{ $value }]].
clue-scanner = Un scanner le prend pour ceci : la lecture de ce programme, non les mots de l'appareil. Cela indique : { $what } [[b|{ $value }]].
clue-agent = Un agent d'inventaire le prend pour ceci : la lecture de ce programme, non les mots de l'appareil. Cela indique : { $what } [[b|{ $value }]].
clue-other = Il le montre lui-même sur le réseau. Cela indique : { $what } [[b|{ $value }]].

## Terminal
identify-none = { $files ->
    [one] Aucun appareil dans { $files } fichier.
   *[other] Aucun appareil dans { $files } fichiers.
}
identify-count = { $n ->
    [one] { $n } appareil
   *[other] { $n } appareils
} dans { $files ->
    [one] { $files } fichier
   *[other] { $files } fichiers
} : { $cameras ->
    [one] { $cameras } caméra
   *[other] { $cameras } caméras
}, { $recorders ->
    [one] { $recorders } enregistreur
   *[other] { $recorders } enregistreurs
}, { $others ->
    [one] { $others } autre
   *[other] { $others } autres
}.
identify-makers = Fabricant : { $established } établis, { $tested } sur des faits vérifiés, { $contested } contestés, { $undecided } non établis.
identify-more = encore { $n } (--all, ou --output jsonl)
identify-needs = Ce qui trancherait : { $id } demande { $fields }.
no-room = Trop de données pour la mémoire : elles vont dans un fichier SQLite temporaire dans { $folder }, qui n’est plus là à la fin.
too-many = Trop d’appareils et de lignes pour une seule fois : { $n } données n’ont pas été prises en compte.
explain-needs = Ce qui trancherait : { $fields }.
explain-isolation = Connexion : { $verdict }{ $n ->
    [0] .
    [one] , avec { $n } adresse extérieure.
   *[other] , avec { $n } adresses extérieures.
}
explain-rules = { $state ->
    [breaks] Non conforme à { $n } des { $all } règles examinées.
    [open] De { $open } des { $all } règles examinées, on ne peut encore rien dire.
   *[clear] Aucune des { $all } règles examinées n'est enfreinte de manière établie.
}
argue-built = Fabricant réel : [[b|{ $maker }]] ; degré de confiance { $n } sur 100, fixé par une règle et non étalonné.
argue-built-on = Fabricant réel, selon les preuves du { $on } : [[b|{ $maker }]] ; degré de confiance { $n } sur 100, fixé par une règle et non étalonné.
argue-tested = Sur des faits vérifiés, sans preuve, fabricant réel : [[b|{ $maker }]] ; confiance { $n } sur 100, fixée par règle, non étalonnée.
argue-tested-on = Sur des faits vérifiés du { $on }, sans preuve, fabricant réel : [[b|{ $maker }]] ; confiance { $n } sur 100, fixée par règle, non étalonnée.
argue-alone = { $clue }, comme seuls le font les appareils construits par { $maker }.
argue-fits = { $clue }, ce qui correspond à { $maker }.
argue-second = Un second indice, indépendant du premier : { $clue }.
argue-nothing = Aucun indice ne dit qui l'a construit.
argue-chip = La puce vient de { $maker } ; cela ne dit pas qui a construit l'appareil.
seen-answer = l'appareil répond à la question de recherche « { $evidence } »
seen-search = l'appareil répond à une question de recherche de fabricants par « { $evidence } »
seen-onvif = l'appareil se présente sur le réseau par « { $evidence } »
seen-upnp = l'appareil s'annonce aux autres appareils par « { $evidence } »
seen-mdns = l'appareil propose ses services sous « { $evidence } »
seen-rtsp = son serveur d'images répond « { $evidence } »
seen-http = sa page de gestion répond « { $evidence } »
seen-tls = son certificat porte « { $evidence } »
seen-dhcp = l'appareil demande une adresse réseau sous « { $evidence } »
seen-snmp = l'appareil se décrit à la gestion du réseau par « { $evidence } »
seen-mac = son adresse réseau est « { $evidence } »
seen-label = l'étiquette porte « { $evidence } »
seen-sheet = une liste mentionne « { $evidence } »
seen-contact = l'appareil cherche à joindre « { $evidence } »
seen-lineage = la liste d'origine connaît qui est derrière « { $evidence } »
seen-model = son numéro de modèle est « { $evidence } »
seen-nmap = nmap le prend pour « { $evidence } »
seen-scanner = un scanner le prend pour « { $evidence } »
seen-agent = un agent d'inventaire le prend pour « { $evidence } »
seen-other = l'appareil montre sur le réseau « { $evidence } »
lineage-same = Le nom qu'il porte est celui du fabricant réel.
lineage-says = { $relation ->
    [own] Selon la liste d'origine, { $brand } est une marque propre du fabricant { $maker }{ $period }.
    [subsidiary] Selon la liste d'origine, { $brand } appartient à { $maker }{ $period }.
    [oem] Selon la liste d'origine, { $maker } construit des appareils pour { $brand }{ $period }.
   *[relabel] Selon la liste d'origine, des appareils construits par { $maker } se vendent sous l'étiquette { $brand }{ $period }.
}
lineage-was = { $relation ->
    [own] Selon la liste d'origine, { $brand } était une marque propre du fabricant { $maker }{ $period }.
    [subsidiary] Selon la liste d'origine, { $brand } appartenait à { $maker }{ $period }.
    [oem] Selon la liste d'origine, { $maker } construisait des appareils pour { $brand }{ $period }.
   *[relabel] Selon la liste d'origine, des appareils construits par { $maker } se vendaient sous l'étiquette { $brand }{ $period }.
}
lineage-placed = { $relation ->
    [own] Lors de la pose ({ $on }), { $brand } était, selon la liste d'origine, une marque propre du fabricant { $maker }.
    [subsidiary] Lors de la pose ({ $on }), { $brand } appartenait, selon la liste d'origine, à { $maker }.
    [oem] Lors de la pose ({ $on }), { $maker } construisait, selon la liste d'origine, des appareils pour { $brand }.
   *[relabel] Lors de la pose ({ $on }), des appareils construits par { $maker } se vendaient, selon la liste d'origine, sous l'étiquette { $brand }.
}
lineage-unlisted = La liste d'origine ne connaît aucun lien confirmé entre { $brand } et { $maker } ; un nom ne prouve pas qui construit.
lineage-disputed = La liste d'origine dit que { $maker } construit pour { $brand }, mais cela est contesté.
lineage-leads = Selon la liste d'origine, il peut avoir été construit par { $names }.
period-since = , depuis { $from }
period-until = , jusqu'à { $to }
period-between = , de { $from } à { $to }
counter-none = Rien ne s'y oppose.
counter-maker = La plus forte preuve contraire indique { $other } : { $clue }.
counter-brand = La plus forte preuve contraire porte un autre nom, { $other } : { $clue }.
counter-kind = La plus forte preuve contraire indique un autre type, { $other } : { $clue }.
counter-both = Les deux sont fortes ; nous ne tranchons donc pas.
counter-open = Aucun des deux indices ne suffit pour trancher.
counter-resold = Les composants réseau se revendent ; une telle adresse ne prouve pas qui a construit un appareil.
counter-stated = Ce que quelqu'un écrit ne prouve pas qui a construit un appareil.
counter-weak = Cet indice est faible et ne tranche rien.
counter-less = Cet indice est isolé et pèse moins que ceux qui vont dans l'autre sens.
settle-nothing = Aucune question que nous connaissons ne trancherait ; demandez-le au fournisseur.
explain-follows = Connexion : { $verdict }{ $n ->
    [0] {""}
    [one] , avec 1 adresse à l'extérieur
   *[other] , avec { $n } adresses à l'extérieur
} ; { $state ->
    [breaks] non conforme à { $broken } des { $all } règles examinées.
    [open] de { $open } des { $all } règles examinées, on ne peut encore rien dire.
   *[clear] aucune des { $all } règles examinées n'est enfreinte de manière établie.
}
whynot-name = L'appareil porte bien le nom { $maker }, mais un nom ne prouve pas qui a construit.
whynot-speaks = Ce qui parle le plus pour { $maker } : { $clue }.
whynot-lead = La liste d'origine cite { $maker } pour { $brand } ; c'est une piste, pas une preuve sur cet appareil.
whynot-no-lineage = La liste d'origine ne cite pas { $maker } pour { $brand }.
whynot-nobody-else = Rien ne parle non plus pour un autre fabricant.
whynot-would-change = Seul un signe distinctif propre à { $maker } changerait cela, et il n'a pas été vu.
explain-because = parce que : { $list }
explain-property = Indices : { $what }
why-not-it-is = { $maker } est bien ce qui est établi.
why-not-nothing-speaks-for-it = Rien n'indique { $maker }.
why-not-another-is-decided = Pas { $maker }, car { $other } est établi.
why-not-contested = Le fabricant est contesté ; { $maker } ne l'emporte pas sur les autres lectures.
why-not-only-one-voice = Un seul indice parle pour { $maker }, et il ne tranche pas seul.
why-not-too-weak = Les indices pour { $maker } sont trop faibles ensemble.
why-not-for = Ce qui parle pour { $maker }
why-not-against = Ce qui parle pour d'autres
start-says = Le registre se trouve dans { $register }. Trois questions ; vous pouvez passer chacune.
start-list = Avez-vous une liste de vos appareils ?
start-export = Avez-vous un export d'enregistreur, des factures ou des étiquettes ?
start-network = Pouvez-vous examiner un réseau ?
start-skip = La première page dit ce qui peut déjà être dit, et ce qui répondrait au reste.
demo-parts = Appareils : établis + sur des faits vérifiés, sans preuve.
demo-isolation = Isolés { $mi } { $isolated } sites   Vers l'extérieur { $ml } { $leaking }   Non prouvé { $mu } { $unproven }
demo-declared = Déclarés et trouvés { $both }   Trouvés seulement { $found }   Déclarés seulement { $declared }
knowledge-verdict = { $n ->
    [0] Les connaissances { $version } sont en ordre.
    [one] Les connaissances { $version } ont { $n } faute.
   *[other] Les connaissances { $version } ont { $n } fautes.
}
knowledge-tells = { $n } signes : { $proven } prouvés, { $tested } testés, { $draft } provisoires ; { $examples } exemples vérifiés.
knowledge-rest = { $vendors } firmes ; { $edges } liens d'origine : { $proven } prouvés, { $tested } testés, { $draft } provisoires ; { $policies } règles.
knowledge-unproven = { $n ->
    [one] { $n } protocole n'est pas encore prouvé sur des données d'autrui:
   *[other] { $n } protocoles ne sont pas encore prouvés sur des données d'autrui:
}
knowledge-by-vendor = Signes par firme, les plus nombreux d'abord ; « - » ne nomme personne :
knowledge-unexercised = { $n ->
    [one] { $n } règle n'est atteinte par aucun exemple :
   *[other] { $n } règles ne sont atteintes par aucun exemple :
}
knowledge-overlaps = { $n ->
    [one] { $n } exemple fait parler des signes de deux firmes :
   *[other] { $n } exemples font parler des signes de deux firmes :
}
import-says = { $file } : { $rows ->
    [one] { $rows } ligne lisible ;
   *[other] { $rows } lignes lisibles ;
} { $matched } correspondent à un appareil. { $bad ->
    [0] Tout a pu être lu.
    [one] { $bad } endroit n'a pas pu être lu.
   *[other] { $bad } endroits n'ont pas pu être lus.
}
import-nothing-stored = Rien n'a encore été enregistré.
import-stored = Enregistré.
import-counts = Modifie { $changed }   Nouveau { $new }   Identique { $same }
import-new = Nouveau

## Connaissances venues d'ailleurs : paquets, mises à jour, ce qu'elles changeraient
pack-written = { $file } : { $bytes } octets écrits
pack-proved = { $file } : signé avec une clé de confiance, et intact
pack-version = version
pack-made-on = établi le
pack-made-with = { $day }, avec Oogmerk { $program }
pack-maker = établi par
pack-key = clé publique
pack-fingerprint = empreinte
pack-holds = contient
pack-sources = sources
key-secret = { $file } contient la clé secrète : gardez ce fichier pour vous. Qui le détient peut signer en votre nom.
trust-already = Clé déjà de confiance : { $fingerprint }
trust-from-now = Clé de confiance désormais : { $fingerprint }
trust-listed = Inscrit dans { $file }
reset-taken = Supprimé : { $file }
reset-in-use = En service : connaissances { $version }, celles du programme même
whence-own = celles du programme même, version { $program }
whence-pack = paquet installé de { $maker }, établi le { $day }
whence-blocks = avec les blocs d'adresses de « knowledge update --oui »
list-knowledge = connaissances
list-whence = provenance
list-not-used = non utilisé
list-passed-over = { $version } de { $maker } : établi pour une version plus ancienne du programme
list-trusted = confiance
list-tells = Signes par firme ; « - » ne nomme personne
list-policies = Listes et décisions applicables
patterns-usable = { $of } : { $usable } motifs utilisables sur { $all }, dont { $speaking } disent quelque chose d'un appareil
patterns-left-out = { $of } : { $n } non utilisés : { $reason }
patterns-examples = { $of } : { $right } exemples sur { $all } sont reconnus d'abord par leur propre motif
what-if-versions = En service : connaissances { $version } ({ $whence }) ; { $then } les remplacerait.
what-if-rows = ajouts : { $added }, suppressions : { $removed }, modifications : { $changed }
what-if-blocks = Blocs d'adresses : { $read } lus, { $added } ajoutés, { $changed } modifiés, { $gone } disparus
what-if-blocks-kept = La liste n'est qu'une partie du registre des adresses : { $n } blocs qui n'y figurent pas restent.
what-if-more = et { $n } de plus (--all montre tout)
what-if-register = Ce qui changerait dans { $register }
what-if-nothing = Aucune constatation, aucune conclusion et aucun décompte ne changerait.
what-if-verdicts = Constatations qui changeraient : { $n }
what-if-conclusions = Conclusions sur des règles qui changeraient : { $n }
what-if-not-judged = non examiné
what-if-appears = Appareils qui s'ajouteraient : { $n }
what-if-vanishes = Appareils qui ne seraient plus mentionnés : { $n }
what-if-counts = Décomptes qui changeraient (prouvé, au plus) : { $n }
update-already = Ces connaissances sont déjà en service : rien n'a été installé.
update-dry-run = Rien n'a été installé (--dry-run).
update-declined = Rien n'a été installé.
update-installed = Installé : les connaissances { $version } sont désormais en service.
update-question = Installer ? [o/N]
knowledge-rows-tells = signes
knowledge-rows-edges = liens d'origine
knowledge-rows-grammar = motifs de modèle
knowledge-rows-policies = listes
knowledge-rows-vendors = firmes
knowledge-rows-clouds = services en ligne
knowledge-rows-blocks = blocs d'adresses
status-draft = provisoire
status-tested = testé
status-proven = prouvé
statuses-draft = { $n ->
    [one] { $n } provisoire
   *[other] { $n } provisoires
}
statuses-tested = { $n ->
    [one] { $n } testé
   *[other] { $n } testés
}
statuses-proven = { $n ->
    [one] { $n } prouvé
   *[other] { $n } prouvés
}

## Un lien d'origine, un signe
edge-relation = lien
edge-scope = portée
edge-period = période
edge-evidence = type de source
edge-statement = déclaration
edge-disputed = contesté
edge-says-own-brand = { $brand } est une marque de { $maker }
edge-says-subsidiary = { $brand } est une société de { $maker }
edge-says-acquired = { $brand } a été racheté par { $maker }
edge-says-relabel = { $brand } met son nom sur des appareils de { $maker }
edge-says-oem = { $brand } fait construire des appareils par { $maker }
edge-says-component = { $brand } utilise des puces ou des modules de { $maker }
edge-all = tous ses appareils
edge-some = une partie de ses appareils
edge-all-models = tous les modèles qui répondent à { $models }
edge-some-models = une partie des modèles qui répondent à { $models }
edge-period-unknown = début et fin inconnus
edge-period-from = depuis { $from } ; fin inconnue
edge-period-to = début inconnu ; jusqu'à { $to }
edge-period-both = de { $from } à { $to }
edge-no-statement = aucune connue du fabricant ou de la marque
edge-yes = oui
edge-no = non
known-pair = { $name } : { $value }
known-status = statut
known-draft = une piste qui ne tranche rien
known-source = source
evidence-class-maker-statement = déclaration du fabricant ou de la marque
evidence-class-regulator = autorité
evidence-class-court = pièces judiciaires
evidence-class-register = registre public
evidence-class-advisory = avis de sécurité
evidence-class-measured = mesuré sur un appareil
evidence-class-press = presse
evidence-class-forensic = analyse publiée
evidence-class-project = projet ouvert
evidence-class-directory = liste sans preuve
evidence-class-hearsay = ouï-dire
tell-reads = lit
tell-pattern = motif
tell-claims = affirme
tell-strength = force
tell-group = groupe
tell-match = parle pour
tell-silent = se tait pour

## Ce qui est connu de qui ; l'origine d'une marque ; objections
coverage-says = { $firms } sociétés et { $protocols } colonnes. Connues par leurs réponses sur deux protocoles ou plus, sans ce qui est provisoire : { $two }.
coverage-nothing = rien
coverage-others = { $n ->
    [one] sur 1 autre
   *[other] sur { $n } autres
}
coverage-nobody = { $n ->
    [one] D'une société, seul le nom est connu :
   *[other] De { $n } sociétés, seul le nom est connu :
}
edge-examples = par exemple
descent-country = siège
descent-owner = propriétaire, selon les notes
descent-state = liens avec un État, selon les notes
descent-not-known = inconnu
descent-id = ligne d'origine
descent-built = Qui construit les appareils
descent-built-nobody = Aucune ligne vérifiée ne dit qui les construit.
descent-owned = À qui appartient la société de la marque
descent-owned-nobody = Aucune ligne vérifiée ne le dit ; ce qui est noté figure plus haut.
descent-behind = Les sociétés derrière, et leurs propriétaires
descent-behind-nobody = Aucune autre société n'est connue.
descent-statements = Ce que disent les sociétés elles-mêmes
descent-statements-none = Aucune déclaration de leur part n'est connue.
descent-disputed = Ce qui est contesté
descent-disputed-none = Rien ici n'est marqué comme contesté.
descent-parts = Puces et modules à l'intérieur
descent-parts-none = Aucun n'est connu.
descent-leads = Pistes, qui ne décident de rien
descent-leads-none = Aucune.
descent-labels = Noms sur des appareils que cette société construit, pistes comprises
descent-dispute-how = { $command } écrit le formulaire d'une objection à une ligne.
dispute-title = Objection à { $id }
dispute-version = Ce formulaire porte sur une ligne des connaissances d'Oogmerk, version { $version }. Chacun peut s'y opposer : un fabricant, une marque, un vendeur, un organisme public, un lecteur.
dispute-row = Ce que dit la ligne et sur quoi elle repose
dispute-objection = L'objection
dispute-who = Nom
dispute-for = Au nom de (une société, un organisme, soi-même)
dispute-day = Date
dispute-wrong = Ce qui est inexact (société, modèles, dates, lien, source, autre chose)
dispute-right = Ce qui serait exact
dispute-evidence = Preuves, avec l'endroit où les ouvrir
dispute-counts = Ce qui compte comme preuve
dispute-alone = Une seule suffit : { $classes }.
dispute-in-pairs = Deux qui ne se copient pas prouvent ; une seule fait revoir la ligne : { $classes }.
dispute-never = Ne prouvent rien : { $classes }.
dispute-locator = Une source est nommée de sorte qu'un inconnu puisse l'ouvrir : un document avec sa page, un registre avec son entrée, un projet avec fichier et version, un appareil avec son étiquette et sa réponse.
dispute-answer = La réponse due
dispute-meanwhile = Une ligne d'origine contestée avec des preuves est marquée comme contestée jusqu'à la réponse : elle ne décide alors plus qui a fabriqué un appareil, et les deux versions sont montrées.
dispute-received = Reçue le
dispute-opened = Sources rouvertes, quel jour, et ce qu'elles disent
dispute-outcome = Issue (la ligne reste, est corrigée, est retirée, reste contestée)
dispute-reason = Motif, avec source
dispute-correction = Correction : à partir de quelle version des connaissances, et qui a été averti
dispute-both = Objection et réponse sont conservées côte à côte ; l'une n'est pas montrée sans l'autre.
dispute-term = Les connaissances ne contiennent aucun texte qui fixe un délai pour cette réponse. Si une loi, un règlement ou un contrat qui lie celui qui répond en fixe un, il est écrit ici avec son article.
dispute-term-text = Délai, et le texte qui le fixe
dispute-list-name = liste
dispute-list-authority = autorité
dispute-list-says = dit
dispute-list-binds = lie
dispute-list-firms = nomme
dispute-list-reference = inscrit dans
pattern-exact = est exactement
pattern-prefix = commence par
pattern-suffix = se termine par
pattern-contains = contient
pattern-regex = expression régulière

## Words
list-or = ou
list-and = et
day-long = { $day ->
    [1] 1er { $month } { $year }
   *[other] { $day } { $month } { $year }
}
day-short = { $day ->
    [1] 1er { $month } { $year }
   *[other] { $day } { $month } { $year }
}
month-long-1 = janvier
month-long-2 = février
month-long-3 = mars
month-long-4 = avril
month-long-5 = mai
month-long-6 = juin
month-long-7 = juillet
month-long-8 = août
month-long-9 = septembre
month-long-10 = octobre
month-long-11 = novembre
month-long-12 = décembre
month-short-1 = janv.
month-short-2 = févr.
month-short-3 = mars
month-short-4 = avr.
month-short-5 = mai
month-short-6 = juin
month-short-7 = juil.
month-short-8 = août
month-short-9 = sept.
month-short-10 = oct.
month-short-11 = nov.
month-short-12 = déc.
days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
}
minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
seconds = { $n ->
    [one] { $n } seconde
   *[other] { $n } secondes
}
verdict-decided = établi
verdict-likely = très probable
verdict-contested = contesté
verdict-undecided = non établi
isolation-isolated = isolé
isolation-leaking = communique vers l'extérieur
isolation-unproven = non prouvé
isolation-unmeasured = non mesuré
isolation-means-isolated = chaque condition est remplie pendant la période mesurée
isolation-means-leaking = au moins un paquet est parti vers l'extérieur
isolation-means-unproven = mesuré, mais il manque quelque chose pour le prouver
isolation-means-unmeasured = aucun trafic de cet appareil n'a été observé
isolation-count-isolated = [[list|{ $n }]] { $n ->
    [one] isolé
   *[other] isolés
}
isolation-count-leaking = [[list|{ $n }]] vers l'extérieur
isolation-count-unproven = [[list|{ $n }]] { $n ->
    [one] non prouvé
   *[other] non prouvés
}
conclusion-breaks = non conforme
conclusion-clear = conforme
conclusion-undecided = non établi
conclusion-contested = contesté
strength-weak = faible
strength-moderate = moyen
strength-strong = fort
strength-decisive = décisif
severity-info = pour information
severity-low = faible
severity-medium = moyenne
severity-high = élevée
severity-critical = très élevée
relation-own-brand = propre marque du fabricant
relation-subsidiary = marque d'une filiale du fabricant
relation-oem = construit pour la marque
relation-relabel = appareil du fabricant sous une autre étiquette
group-camera = Caméras
group-recorder = Enregistreurs
group-other = Autres appareils
via-resolver = nom demandé à
via-proxy = demande par le proxy
via-relay = relayé par
via-recorder = par l'enregistreur
property-kind = type
property-brand = marque
property-maker = fabricant
property-line = série
property-model = modèle
property-firmware = firmware
property-serial = numéro de série
property-soc = puce
property-hardware = matériel
property-soc-maker = fabricant de la puce
property-modem = modem
property-modem-maker = fabricant du modem
property-lineage = origine
property-mac = adresse réseau
property-ip = adresse IP
property-place = emplacement
property-department = service
property-purpose = finalité
property-supplier = fournisseur
property-manufacturer = fabricant (déclaré)
property-asset = numéro
property-number = numéro
property-name = nom
property-site = site
property-address = adresse
property-date = date
property-note = remarque
property-price = prix
property-contract = contrat
property-room = salle
property-legal-ground = base juridique
property-installed = installé le
property-latitude = latitude
property-longitude = longitude
property-count = nombre d'appareils
kind-camera = caméra
kind-ptz-camera = caméra orientable
kind-thermal-camera = caméra thermique
kind-anpr-camera = caméra ANPR
kind-body-camera = caméra-piéton
kind-doorbell = sonnette à caméra
kind-intercom = interphone
kind-encoder = encodeur vidéo
kind-recorder = enregistreur
kind-vms = système de gestion d'images
kind-access-controller = contrôle d'accès
kind-drone = drone
kind-drone-dock = station de drone
kind-sensor = capteur
kind-phone = téléphone
kind-computer = ordinateur
kind-printer = imprimante
kind-switch = switch
kind-router = routeur
kind-access-point = point d'accès wifi
kind-gateway = passerelle
kind-plug = prise connectée
kind-light = lampe connectée
kind-hub = hub
kind-other = autre appareil
kinds-phone = { $n ->
    [one] 1 téléphone
   *[other] { $n } téléphones
}
kinds-computer = { $n ->
    [one] 1 ordinateur
   *[other] { $n } ordinateurs
}
kinds-printer = { $n ->
    [one] 1 imprimante
   *[other] { $n } imprimantes
}
kinds-switch = { $n ->
    [one] 1 switch
   *[other] { $n } switches
}
kinds-router = { $n ->
    [one] 1 routeur
   *[other] { $n } routeurs
}
kinds-access-point = { $n ->
    [one] 1 point d'accès wifi
   *[other] { $n } points d'accès wifi
}
kinds-gateway = { $n ->
    [one] 1 passerelle
   *[other] { $n } passerelles
}
kinds-plug = { $n ->
    [one] 1 prise connectée
   *[other] { $n } prises connectées
}
kinds-light = { $n ->
    [one] 1 lampe connectée
   *[other] { $n } lampes connectées
}
kinds-hub = { $n ->
    [one] 1 hub
   *[other] { $n } hubs
}
kinds-other = { $n ->
    [one] 1 autre appareil
   *[other] { $n } autres appareils
}
kinds-unknown = { $n ->
    [one] 1 appareil inconnu
   *[other] { $n } appareils inconnus
}
settle-field = le champ « { $field } »
settle-protocol-answered = poser les questions de recherche des fabricants
settle-tls-issuer = lire le certificat
settle-onvif-scope = demander les données ONVIF
settle-onvif-scope-location = demander le lieu ONVIF
settle-dhcp-hostname = attendre le nom dans la demande d'adresse
settle-dhcp-vendor-class = attendre la prochaine demande d'adresse
settle-mdns-service = attendre son annonce sur le réseau
settle-mdns-instance = attendre son annonce sur le réseau
settle-ssdp-server = attendre son annonce sur le réseau
settle-sdp-session-name = lire la description d'images, sans image
settle-rtsp-content-base = lire la réponse du serveur d'images
settle-http-location = lire où renvoie la page de gestion
settle-http-favicon-mmh3 = lire l'icône de la page de gestion
settle-label-model = lire le modèle sur l'étiquette
settle-label-maker = lire le fabricant sur le circuit imprimé
settle-label-serial = lire le numéro de série sur l'étiquette
settle-label-brand = lire la marque sur l'étiquette
settle-label-fcc-id = lire le numéro FCC sur l'étiquette
settle-onvif-scope-hardware = demander les données ONVIF
settle-onvif-scope-name = demander le nom ONVIF
settle-sadp-device-description = poser la question de recherche SADP
settle-dhdiscover-device-type = poser la question de recherche DHDiscover
settle-http-title = lire le titre de la page de gestion
settle-http-server = lire le nom du serveur web
settle-http-www-authenticate = lire la demande de connexion du serveur web
settle-rtsp-realm = lire la demande de connexion du serveur d'images
settle-rtsp-server = lire le nom du serveur d'images
settle-tls-subject = lire le certificat
settle-onvif-scope-type = demander le type ONVIF
settle-onvif-model = demander le modèle ONVIF
settle-onvif-manufacturer = demander le fabricant ONVIF
settle-onvif-firmware = demander le firmware ONVIF
settle-onvif-serial = demander le numéro de série ONVIF
settle-http-body-marker = lire la page de gestion
settle-label-firmware = lire le firmware sur l'appareil
settle-label-mac = lire l'adresse réseau sur l'étiquette
settle-label-ce-manufacturer = lire le fabricant près du marquage CE
settle-label-country-mark = lire le pays sur l'étiquette
settle-label-date-code = lire le code de date sur l'étiquette
settle-http-realm = lire la demande de connexion du serveur web
settle-mac-oui = lire l'adresse réseau sur le lien lui-même
missing-window-under-7-days = mesuré pendant moins de sept jours
missing-no-restart-seen = aucun redémarrage de l'appareil vu
missing-no-drop-counter = les paquets perdus n'ont pas été comptés
missing-drops-over-limit = trop de paquets perdus
missing-sampled = un échantillon de paquets seulement
missing-sampling-unknown = on ne sait pas si chaque paquet a été vu
missing-segment-not-complete = tous les appareils du segment n'ont pas été vus
missing-no-egress-test = aucun essai de sortie n'a été fait de l'intérieur
missing-no-resolver-test = non vérifié si le service de noms interne répond aux noms extérieurs
missing-radio-or-second-interface-unknown = une radio ou une seconde interface n'est pas exclue
missing-recorder-leaks = un enregistreur qui atteint l'appareil communique vers l'extérieur
missing-recorder-not-isolated = un enregistreur qui atteint l'appareil n'est pas isolé
missing-leaves-through-something-inside = quelque chose sort en passant par un appareil interne
missing-flows-only = seulement des flux, pas de paquets
missing-flows-evicted = tous les flux n'ont pas pu être conservés
remedy-breaks = remplacer ou isoler, selon la décision de votre administration
remedy-contested = trancher d'abord la contradiction
remedy-undecided = établir d'abord qui l'a construit
remedy-kind = établir d'abord de quel type d'appareil il s'agit
remedy-clear = rien

## Site
nav-label = Menu principal
nav-overview = Aperçu
nav-devices = Appareils
nav-review = Vérification
nav-isolation = Isolement
nav-rules = Règles
nav-report = Rapport en fichier
search-label = Appareil, lieu ou adresse
search-button = Chercher
back-to-today = Retour à aujourd'hui
as-data = Cette page en
list-caption = Appareils
list-says = { $n ->
    [one] [[b|{ $n }]] appareil sur { $all }.
   *[other] [[b|{ $n }]] appareils sur { $all }.
}
list-search = Chercher dans cette liste
list-showing = { $from }–{ $to } sur { $n }
list-first = première
list-next = suivante
filter-remove = enlever
filter-clear = Tout montrer
filter-maker = fabricant
filter-brand = marque
filter-kind = type
filter-group = groupe
filter-verdict = fabricant
filter-isolation = connexion
filter-place = site
filter-department = service
filter-rule = règle
filter-conclusion = résultat
facet-verdict = Certitude sur le fabricant
facet-more = plus
sort-by = Ordre :
sort-attention = ce qui demande attention
sort-maker = fabricant
sort-brand = marque
sort-kind = type
sort-place = site
sort-model = modèle
site-back = Vers la liste
site-refused-title = non connecté
site-refused-says = Vous n'êtes pas connecté ici.
site-refused-next = Ouvrez le lien que le programme a montré au démarrage. Il ne fonctionne qu'une fois ; relancez le programme pour en obtenir un nouveau.
site-missing-title = introuvable
site-missing-says = Cette page n'existe pas.
site-missing-next = L'appareil ne figure pas dans le registre à cette date, ou l'adresse est mal écrite.
site-failed-title = notre faute
site-failed-says = Le registre n'a pas pu être lu.
site-failed-next = Rien n'a été modifié. Exécutez dans le terminal : oogmerk register check.
