<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
    <context>
        <name>ChartLegend</name>
        <message>
            <source>and %1 more</source>
            <translation>und %1 weitere</translation>
        </message>
    </context>
    <context>
        <name>CommandPalette</name>
        <message>
            <source>Action</source>
            <translation>Aktion</translation>
        </message>
        <message>
            <source>Not possible now</source>
            <translation>Jetzt nicht möglich</translation>
        </message>
    </context>
    <context>
        <name>QObject</name>
        <message>
            <source>%1: %2 against %3.</source>
            <translation>%1: %2 gegen %3.</translation>
        </message>
        <message>
            <source>%1: last %2 (%3 to %4) at %5, between %6 and %7.</source>
            <translation>%1: zuletzt %2 (%3 bis %4) bei %5, zwischen %6 und %7.</translation>
        </message>
        <message>
            <source>%1: last %2 at %3, between %4 and %5.</source>
            <translation>%1: zuletzt %2 bei %3, zwischen %4 und %5.</translation>
        </message>
        <message>
            <source>%1: no values yet.</source>
            <translation>%1: noch keine Werte.</translation>
        </message>
        <message>
            <source>DRAM roof %1, measured on this machine</source>
            <translation>DRAM-Dach %1, auf diesem Rechner gemessen</translation>
        </message>
        <message>
            <source>cache roof %1, measured on this machine</source>
            <translation>Cache-Dach %1, auf diesem Rechner gemessen</translation>
        </message>
        <message>
            <source>Architecture %1</source>
            <translation>Architektur %1</translation>
        </message>
        <message>
            <source>step</source>
            <translation>Schritt</translation>
        </message>
        <message>
            <source>tokens</source>
            <translation>Tokens</translation>
        </message>
        <message>
            <source>seconds since the first step</source>
            <translation>Sekunden seit dem ersten Schritt</translation>
        </message>
        <message>
            <source>line: training · dots: validation</source>
            <translation>Linie: Training · Punkte: Validierung</translation>
        </message>
        <message>
            <source>entropy of the data %1</source>
            <translation>Entropie der Daten %1</translation>
        </message>
        <message>
            <source>line: op traffic, modelled · dashed: DRAM, measured</source>
            <translation>Linie: Verkehr der Operationen, berechnet · gestrichelt: DRAM, gemessen</translation>
        </message>
        <message>
            <source>op traffic, modelled</source>
            <translation>Verkehr der Operationen, berechnet</translation>
        </message>
        <message>
            <source>Above the DRAM roof: served from cache.</source>
            <translation>Über dem DRAM-Dach: aus dem Cache bedient.</translation>
        </message>
        <message>
            <source>This machine's roofs are not measured yet: run headroom doctor.</source>
            <translation>Die Dächer dieses Rechners sind noch nicht gemessen: headroom doctor ausführen.</translation>
        </message>
        <message>
            <source>DRAM measured: needs an NVIDIA GPU of the Hopper generation or newer.</source>
            <translation>DRAM gemessen: braucht eine NVIDIA-GPU der Hopper-Generation oder neuer.</translation>
        </message>
        <message>
            <source>no gain</source>
            <translation>kein Gewinn</translation>
        </message>
        <message>
            <source>Select a run and its baseline to compare them.</source>
            <translation>Einen Lauf und seine Basis wählen, um sie zu vergleichen.</translation>
        </message>
        <message>
            <source>baseline: %1</source>
            <translation>Basis: %1</translation>
        </message>
        <message>
            <source>Select another run to compare with %1.</source>
            <translation>Einen weiteren Lauf wählen, um ihn mit %1 zu vergleichen.</translation>
        </message>
        <message>
            <source>No gain yet: both runs need evaluations.</source>
            <translation>Noch kein Gewinn: Beide Läufe brauchen Auswertungen.</translation>
        </message>
        <message>
            <source> —: %1</source>
            <translation> —: %1</translation>
        </message>
        <message>
            <source>forward</source>
            <translation>vorwärts</translation>
        </message>
        <message>
            <source>backward</source>
            <translation>rückwärts</translation>
        </message>
        <message>
            <source>optimizer</source>
            <translation>Optimierer</translation>
        </message>
        <message>
            <source>data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>Verlust</translation>
        </message>
        <message>
            <source>Memory bandwidth</source>
            <translation>Speicherbandbreite</translation>
        </message>
        <message>
            <source>Compute-equivalent gain, per step</source>
            <translation>Gewinn an Rechenaufwand, je Schritt</translation>
        </message>
        <message>
            <source>Throughput</source>
            <translation>Durchsatz</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>Lernrate</translation>
        </message>
        <message>
            <source>Gradient norm</source>
            <translation>Gradientennorm</translation>
        </message>
        <message>
            <source>Time of a step</source>
            <translation>Zeit eines Schritts</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>%1 · %2</source>
            <translation>%1 · %2</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>a step</source>
            <translation>je Schritt</translation>
        </message>
        <message>
            <source>a FLOP</source>
            <translation>je FLOP</translation>
        </message>
        <message>
            <source>a second</source>
            <translation>je Sekunde</translation>
        </message>
        <message>
            <source>No values yet</source>
            <translation>Noch keine Werte</translation>
        </message>
        <message>
            <source>nats per token</source>
            <translation>Nats je Token</translation>
        </message>
        <message>
            <source>GB/s</source>
            <translation>GB/s</translation>
        </message>
        <message>
            <source>× compute</source>
            <translation>× Rechenaufwand</translation>
        </message>
        <message>
            <source>tokens per second</source>
            <translation>Tokens je Sekunde</translation>
        </message>
        <message>
            <source>learning rate</source>
            <translation>Lernrate</translation>
        </message>
        <message>
            <source>norm of the gradient before clipping</source>
            <translation>Norm des Gradienten vor dem Begrenzen</translation>
        </message>
        <message>
            <source>milliseconds</source>
            <translation>Millisekunden</translation>
        </message>
        <message>
            <source>GiB, peak of the process</source>
            <translation>GiB, Höchstwert des Prozesses</translation>
        </message>
        <message>
            <source>steps</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>FLOPs</source>
            <translation>FLOPs</translation>
        </message>
        <message>
            <source>seconds of training</source>
            <translation>Sekunden des Trainings</translation>
        </message>
        <message>
            <source>seconds on the clock</source>
            <translation>Sekunden auf der Uhr</translation>
        </message>
        <message>
            <source>seconds of training, pauses left out</source>
            <translation>Sekunden des Trainings, ohne Pausen</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1, %2</translation>
        </message>
        <message>
            <source> · 1 seed</source>
            <translation> · 1 Seed</translation>
        </message>
        <message>
            <source> · %1 seeds</source>
            <translation> · %1 Seeds</translation>
        </message>
        <message>
            <source> · validation</source>
            <translation> · Validierung</translation>
        </message>
        <message>
            <source> · DRAM, measured</source>
            <translation> · DRAM, gemessen</translation>
        </message>
        <message>
            <source>No %1 yet: they come with the first evaluations. Choose steps.</source>
            <translation>Noch keine %1: Sie kommen mit den ersten Auswertungen. Schritte wählen.</translation>
        </message>
    </context>
    <context>
        <name>ValueTable</name>
        <message>
            <source>and %1 more</source>
            <translation>und %1 weitere</translation>
        </message>
    </context>
    <context>
        <name>headroom</name>
        <message>
            <source>%1 is being taken in…</source>
            <translation>%1 wird aufgenommen…</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>%1 was taken in. New runs: %2.</source>
            <translation>%1 wurde aufgenommen. Neue Läufe: %2.</translation>
        </message>
        <message>
            <source>Show them</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>%1 is another database; this window shows one.</source>
            <translation>%1 ist eine andere Datenbank; dieses Fenster zeigt eine.</translation>
        </message>
        <message>
            <source>Open it in a window of its own</source>
            <translation>In eigenem Fenster öffnen</translation>
        </message>
        <message>
            <source>Compose</source>
            <translation>Entwurf</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>Study</source>
            <translation>Studie</translation>
        </message>
        <message>
            <source>Hardware</source>
            <translation>Hardware</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>Planung</translation>
        </message>
        <message>
            <source>What would it take?</source>
            <translation>Was würde es brauchen?</translation>
        </message>
        <message>
            <source>This page will plan compute budgets, memory, clusters and inference.</source>
            <translation>Diese Seite wird Rechenbudgets, Speicher, Cluster und Nutzung planen.</translation>
        </message>
        <message>
            <source>parameters, FLOPs and memory of a model can be read in a terminal.</source>
            <translation>Parameter, FLOPs und Speicher eines Modells lassen sich in einem Terminal ablesen.</translation>
        </message>
        <message>
            <source>Learn</source>
            <translation>Lernen</translation>
        </message>
        <message>
            <source>Cannot stand there: %1</source>
            <translation>Passt dort nicht: %1</translation>
        </message>
        <message>
            <source>per step</source>
            <translation>je Schritt</translation>
        </message>
        <message>
            <source>per FLOP</source>
            <translation>je FLOP</translation>
        </message>
        <message>
            <source>per second here</source>
            <translation>je Sekunde hier</translation>
        </message>
        <message>
            <source>noise floor</source>
            <translation>Rauschboden</translation>
        </message>
        <message>
            <source>per second</source>
            <translation>je Sekunde</translation>
        </message>
        <message>
            <source>one seed</source>
            <translation>ein Seed</translation>
        </message>
        <message>
            <source>%1 · scale %2</source>
            <translation>%1 · Skala %2</translation>
        </message>
        <message>
            <source>%1 not known (%2)</source>
            <translation>%1 nicht bekannt (%2)</translation>
        </message>
        <message>
            <source>%1 %2×, between %3 and %4</source>
            <translation>%1 %2×, zwischen %3 und %4</translation>
        </message>
        <message>
            <source>%1 %2× without an interval (%3)</source>
            <translation>%1 %2× ohne Intervall (%3)</translation>
        </message>
        <message>
            <source>Gains from %1 to %2 lie inside the noise floor.</source>
            <translation>Gewinne von %1 bis %2 liegen im Rauschboden.</translation>
        </message>
        <message>
            <source>window, sockets, printing</source>
            <translation>Fenster, Sockets, Drucken</translation>
        </message>
        <message>
            <source>charts</source>
            <translation>Diagramme</translation>
        </message>
        <message>
            <source>public domain</source>
            <translation>gemeinfrei</translation>
        </message>
        <message>
            <source>database</source>
            <translation>Datenbank</translation>
        </message>
        <message>
            <source>documents</source>
            <translation>Dokumente</translation>
        </message>
        <message>
            <source>command line</source>
            <translation>Befehlszeile</translation>
        </message>
        <message>
            <source>fits</source>
            <translation>Anpassungen</translation>
        </message>
        <message>
            <source>statistics</source>
            <translation>Statistik</translation>
        </message>
        <message>
            <source>bundles</source>
            <translation>Bündel</translation>
        </message>
        <message>
            <source>hashes of data</source>
            <translation>Prüfsummen der Daten</translation>
        </message>
        <message>
            <source>tensors; in headroom-train alone</source>
            <translation>Tensoren; nur in headroom-train</translation>
        </message>
        <message>
            <source>%1 cannot be written: runs in it can be looked at, none can be started. Ask for the right to write there, or open another database with --db.</source>
            <translation>%1 ist nicht beschreibbar: Läufe darin lassen sich ansehen, aber nicht starten. Schreibrecht erbitten oder mit --db eine andere Datenbank öffnen.</translation>
        </message>
        <message>
            <source>%1 cannot be written: its runs can be looked at, none can be started. Ask for the right to write it, or open another database with --db.</source>
            <translation>%1 ist nicht beschreibbar: Die Läufe lassen sich ansehen, aber nicht starten. Schreibrecht erbitten oder mit --db eine andere Datenbank öffnen.</translation>
        </message>
        <message>
            <source>%1 is a network folder (%2), where locks may not hold between machines. Open this database on one machine at a time, or keep it on a disk of this machine.</source>
            <translation>%1 ist ein Netzordner (%2), auf dem Sperren zwischen Rechnern nicht immer halten. Diese Datenbank nur auf einem Rechner zugleich öffnen oder auf einer Platte dieses Rechners ablegen.</translation>
        </message>
        <message>
            <source>%1 %2. Headroom opens architectures and studies (.json), bundles (.headroom.zip), tables of curves (.csv), text to train on (.txt), and folders of event files or of a Hugging Face model.</source>
            <translation>%1 %2. Headroom öffnet Architekturen und Studien (.json), Bündel (.headroom.zip), Tabellen von Kurven (.csv), Text zum Trainieren (.txt) und Ordner mit Ereignisdateien oder einem Hugging-Face-Modell.</translation>
        </message>
        <message>
            <source>is a folder without event files or a model</source>
            <translation>ist ein Ordner ohne Ereignisdateien und ohne Modell</translation>
        </message>
        <message>
            <source>is a JSON document too large for an architecture or a study</source>
            <translation>ist ein JSON-Dokument, das für eine Architektur oder Studie zu groß ist</translation>
        </message>
        <message>
            <source>is no JSON document: %1 at byte %2</source>
            <translation>ist kein JSON-Dokument: %1 bei Byte %2</translation>
        </message>
        <message>
            <source>is a %1, which the window does not open</source>
            <translation>ist vom Format %1, das das Fenster nicht öffnet</translation>
        </message>
        <message>
            <source>is a JSON document, but neither an architecture nor a study of Headroom</source>
            <translation>ist ein JSON-Dokument, aber weder Architektur noch Studie von Headroom</translation>
        </message>
        <message>
            <source>does not exist</source>
            <translation>gibt es nicht</translation>
        </message>
        <message>
            <source>is no ordinary file</source>
            <translation>ist keine gewöhnliche Datei</translation>
        </message>
        <message>
            <source>cannot be read (%1)</source>
            <translation>ist nicht lesbar (%1)</translation>
        </message>
        <message>
            <source>is empty</source>
            <translation>ist leer</translation>
        </message>
        <message>
            <source>is in a format of another program</source>
            <translation>hat das Format eines anderen Programms</translation>
        </message>
        <message>
            <source>is a table without a column step</source>
            <translation>ist eine Tabelle ohne die Spalte step</translation>
        </message>
        <message>
            <source>is a text in a format that is not known</source>
            <translation>ist ein Text in unbekanntem Format</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Block</source>
            <translation>Baustein</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>Vorlage</translation>
        </message>
        <message>
            <source>opens in Compose</source>
            <translation>öffnet sich im Entwurf</translation>
        </message>
        <message>
            <source>Study template</source>
            <translation>Studienvorlage</translation>
        </message>
        <message>
            <source>begins a study from it</source>
            <translation>beginnt damit eine Studie</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>ja</translation>
        </message>
        <message>
            <source>no</source>
            <translation>nein</translation>
        </message>
        <message>
            <source>What loss does %1 reach, how fast does it train, and how near is it to the limits of this machine?</source>
            <translation>Welchen Verlust erreicht %1, wie schnell trainiert es, und wie nah ist es den Grenzen dieses Rechners?</translation>
        </message>
        <message>
            <source>How much compute does %1 save, or cost, to reach the loss of the baseline %2?</source>
            <translation>Wie viel Rechenaufwand spart oder kostet %1, um den Verlust der Basis %2 zu erreichen?</translation>
        </message>
        <message>
            <source>run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>state</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>steps</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>validation loss, last</source>
            <translation>Validierungsverlust, letzter</translation>
        </message>
        <message>
            <source>validation loss, best</source>
            <translation>Validierungsverlust, bester</translation>
        </message>
        <message>
            <source>training loss, last</source>
            <translation>Trainingsverlust, letzter</translation>
        </message>
        <message>
            <source>tokens/s</source>
            <translation>Tokens/s</translation>
        </message>
        <message>
            <source>op traffic</source>
            <translation>Verkehr der Operationen</translation>
        </message>
        <message>
            <source>wall time</source>
            <translation>Laufzeit</translation>
        </message>
        <message>
            <source>Losses in nats per token, measured. Tokens/s measured; op traffic modelled (bytes the ops touch ÷ measured time).</source>
            <translation>Verluste in Nats je Token, gemessen. Tokens/s gemessen; Verkehr der Operationen berechnet (berührte Bytes ÷ gemessene Zeit).</translation>
        </message>
        <message>
            <source>Compute-equivalent gain</source>
            <translation>Gewinn an Rechenaufwand</translation>
        </message>
        <message>
            <source>seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <source>target loss</source>
            <translation>Zielverlust</translation>
        </message>
        <message>
            <source>kind</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>Baseline: %1. %2 One seed a cell: no interval.</source>
            <translation>Basis: %1. %2 Ein Seed je Zelle: kein Intervall.</translation>
        </message>
        <message>
            <source>Known weaknesses of this estimator:</source>
            <translation>Bekannte Schwächen dieses Schätzers:</translation>
        </message>
        <message>
            <source>what</source>
            <translation>was</translation>
        </message>
        <message>
            <source>value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <source>memory available at the start</source>
            <translation>freier Speicher beim Start</translation>
        </message>
        <message>
            <source>device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>threads</source>
            <translation>Threads</translation>
        </message>
        <message>
            <source>instruction set</source>
            <translation>Befehlssatz</translation>
        </message>
        <message>
            <source>DRAM roof, measured</source>
            <translation>DRAM-Dach, gemessen</translation>
        </message>
        <message>
            <source>cache roof, measured</source>
            <translation>Cache-Dach, gemessen</translation>
        </message>
        <message>
            <source>roofs</source>
            <translation>Dächer</translation>
        </message>
        <message>
            <source>not measured yet: run headroom doctor</source>
            <translation>noch nicht gemessen: headroom doctor ausführen</translation>
        </message>
        <message>
            <source>%1 carries no architecture (imported).</source>
            <translation>%1 trägt keine Architektur (importiert).</translation>
        </message>
        <message>
            <source>of %1, modelled</source>
            <translation>von %1, berechnet</translation>
        </message>
        <message>
            <source>parameters</source>
            <translation>Parameter</translation>
        </message>
        <message>
            <source>training FLOPs a token</source>
            <translation>FLOPs im Training je Token</translation>
        </message>
        <message>
            <source>FLOPs a step</source>
            <translation>FLOPs je Schritt</translation>
        </message>
        <message>
            <source>bytes touched a step</source>
            <translation>berührte Bytes je Schritt</translation>
        </message>
        <message>
            <source>peak memory</source>
            <translation>Höchstwert des Speichers</translation>
        </message>
        <message>
            <source>Recipe and data</source>
            <translation>Rezept und Daten</translation>
        </message>
        <message>
            <source>key</source>
            <translation>Schlüssel</translation>
        </message>
        <message>
            <source>Written %1 by Headroom %2.</source>
            <translation>Geschrieben am %1 von Headroom %2.</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>Frage</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>%1 is %2, so its numbers are not final. %3</source>
            <translation>%1 ist %2, die Zahlen sind also nicht endgültig. %3</translation>
        </message>
        <message>
            <source>Memory bandwidth</source>
            <translation>Speicherbandbreite</translation>
        </message>
        <message>
            <source>Architecture</source>
            <translation>Architektur</translation>
        </message>
        <message>
            <source>%1 has an architecture that is drawn above.</source>
            <translation>%1 hat eine Architektur, die oben gezeichnet ist.</translation>
        </message>
        <message>
            <source>Reproduce</source>
            <translation>Nachrechnen</translation>
        </message>
        <message>
            <source>Full configuration</source>
            <translation>Volle Konfiguration</translation>
        </message>
        <message>
            <source>%1, as started (run %2):</source>
            <translation>%1, wie gestartet (Lauf %2):</translation>
        </message>
        <message>
            <source>Environment:</source>
            <translation>Umgebung:</translation>
        </message>
        <message>
            <source>Study %1, version %2, %3. Written %4 by Headroom %5.</source>
            <translation>Studie %1, Fassung %2, %3. Geschrieben am %4 von Headroom %5.</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>provisional: the study has not ended</source>
            <translation>vorläufig: die Studie ist nicht zu Ende</translation>
        </message>
        <message>
            <source>There is no gain yet.</source>
            <translation>Es gibt noch keinen Gewinn.</translation>
        </message>
        <message>
            <source>the paper's rule counts evaluations alone</source>
            <translation>die Regel der Arbeit zählt nur Auswertungen</translation>
        </message>
        <message>
            <source>, seed %1</source>
            <translation>, Seed %1</translation>
        </message>
        <message>
            <source>auxiliary; one seed</source>
            <translation>Hilfswert; ein Seed</translation>
        </message>
        <message>
            <source>Gain by the paper's rule, as published</source>
            <translation>Gewinn nach der Regel der Arbeit, wie veröffentlicht</translation>
        </message>
        <message>
            <source>No run of this scale has ended yet.</source>
            <translation>Noch kein Lauf dieser Skala ist zu Ende.</translation>
        </message>
        <message>
            <source>Compute-equivalent gain, 95 % intervals, %1 seeds</source>
            <translation>Gewinn an Rechenaufwand, 95-%-Intervalle, %1 Seeds</translation>
        </message>
        <message>
            <source>Does it last? CEG against compute</source>
            <translation>Bleibt es dabei? CEG gegen Rechenaufwand</translation>
        </message>
        <message>
            <source>FLOPs of the baseline</source>
            <translation>FLOPs der Basis</translation>
        </message>
        <message>
            <source>gain per FLOP, ×</source>
            <translation>Gewinn je FLOP, ×</translation>
        </message>
        <message>
            <source>no gain</source>
            <translation>kein Gewinn</translation>
        </message>
        <message>
            <source>The paper's rule has no gain per FLOP.</source>
            <translation>Die Regel der Arbeit kennt keinen Gewinn je FLOP.</translation>
        </message>
        <message>
            <source>dashed: fitted law, past the last point extrapolated</source>
            <translation>gestrichelt: angepasstes Gesetz, hinter dem letzten Punkt extrapoliert</translation>
        </message>
        <message>
            <source>CEG against loss: %1 at %2</source>
            <translation>CEG gegen Verlust: %1 bei %2</translation>
        </message>
        <message>
            <source>validation loss, nats per token</source>
            <translation>Validierungsverlust, Nats je Token</translation>
        </message>
        <message>
            <source>gain per step, ×</source>
            <translation>Gewinn je Schritt, ×</translation>
        </message>
        <message>
            <source>The paper's rule gives one number a run, no curve.</source>
            <translation>Die Regel der Arbeit gibt je Lauf eine Zahl, keine Kurve.</translation>
        </message>
        <message>
            <source>at the target: per step %1 · per FLOP %2 · per second here %3</source>
            <translation>am Ziel: je Schritt %1 · je FLOP %2 · je Sekunde hier %3</translation>
        </message>
        <message>
            <source>one seed: no band can be given</source>
            <translation>ein Seed: kein Band möglich</translation>
        </message>
        <message>
            <source>Loss at annealed ends, scale %1</source>
            <translation>Verlust an ausgekühlten Enden, Skala %1</translation>
        </message>
        <message>
            <source>Validation loss, scale %1</source>
            <translation>Validierungsverlust, Skala %1</translation>
        </message>
        <message>
            <source>every point is the end of a run</source>
            <translation>jeder Punkt ist das Ende eines Laufs</translation>
        </message>
        <message>
            <source>points in mid-schedule</source>
            <translation>Punkte mitten im Zeitplan</translation>
        </message>
        <message>
            <source>FLOPs</source>
            <translation>FLOPs</translation>
        </message>
        <message>
            <source>nats per token</source>
            <translation>Nats je Token</translation>
        </message>
        <message>
            <source>one seed: no interval can be given</source>
            <translation>ein Seed: kein Intervall möglich</translation>
        </message>
        <message>
            <source>&lt; 0.001</source>
            <translation>&lt; 0,001</translation>
        </message>
        <message>
            <source>Verdicts</source>
            <translation>Urteile</translation>
        </message>
        <message>
            <source>arm</source>
            <translation>Arm</translation>
        </message>
        <message>
            <source>slope d ln CEG / d ln C</source>
            <translation>Steigung d ln CEG / d ln C</translation>
        </message>
        <message>
            <source>verdict</source>
            <translation>Urteil</translation>
        </message>
        <message>
            <source>paper says</source>
            <translation>die Arbeit sagt</translation>
        </message>
        <message>
            <source>in words</source>
            <translation>in Worten</translation>
        </message>
        <message>
            <source>The paper's rule has no intervals, so nothing can be said about the slope. Its two scales differ in width, depth, context, dropout, learning rate and batch at once.</source>
            <translation>Die Regel der Arbeit hat keine Intervalle, über die Steigung lässt sich also nichts sagen. Ihre zwei Skalen unterscheiden sich zugleich in Breite, Tiefe, Kontext, Dropout, Lernrate und Batch.</translation>
        </message>
        <message>
            <source>p = %1 after Holm, over %2 scales</source>
            <translation>p = %1 nach Holm, über %2 Skalen</translation>
        </message>
        <message>
            <source>from two scales, which can only be undetermined</source>
            <translation>aus zwei Skalen, die nur unentschieden sein können</translation>
        </message>
        <message>
            <source>No arm has a gain yet.</source>
            <translation>Noch hat kein Arm einen Gewinn.</translation>
        </message>
        <message>
            <source>Gains at every scale</source>
            <translation>Gewinne in jeder Skala</translation>
        </message>
        <message>
            <source>Gains by the paper's rule, as published</source>
            <translation>Gewinne nach der Regel der Arbeit, wie veröffentlicht</translation>
        </message>
        <message>
            <source>scale</source>
            <translation>Skala</translation>
        </message>
        <message>
            <source>CEG</source>
            <translation>CEG</translation>
        </message>
        <message>
            <source>evaluations</source>
            <translation>Auswertungen</translation>
        </message>
        <message>
            <source>p (Holm)</source>
            <translation>p (Holm)</translation>
        </message>
        <message>
            <source>pairs</source>
            <translation>Paare</translation>
        </message>
        <message>
            <source>diverged</source>
            <translation>divergiert</translation>
        </message>
        <message>
            <source>what to know</source>
            <translation>was zu wissen ist</translation>
        </message>
        <message>
            <source>extrapolated %1×</source>
            <translation>extrapoliert %1×</translation>
        </message>
        <message>
            <source>arm %1, baseline %2</source>
            <translation>Arm %1, Basis %2</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
        <message>
            <source>– (one of them has no gain)</source>
            <translation>– (einer davon hat keinen Gewinn)</translation>
        </message>
        <message>
            <source>– (a set is missing, or the gains lie within their noise)</source>
            <translation>– (eine Menge fehlt, oder die Gewinne liegen im Rauschen)</translation>
        </message>
        <message>
            <source>Pairs of changes, scale %1</source>
            <translation>Paare von Änderungen, Skala %1</translation>
        </message>
        <message>
            <source>No arm of this study has two of these changes alone.</source>
            <translation>Kein Arm dieser Studie hat zwei dieser Änderungen allein.</translation>
        </message>
        <message>
            <source>no arm has these two alone</source>
            <translation>kein Arm hat genau diese zwei</translation>
        </message>
        <message>
            <source>Shares of the joint gain (Shapley)</source>
            <translation>Anteile am gemeinsamen Gewinn (Shapley)</translation>
        </message>
        <message>
            <source>change</source>
            <translation>Änderung</translation>
        </message>
        <message>
            <source>share, ×</source>
            <translation>Anteil, ×</translation>
        </message>
        <message>
            <source>Not every subset of the changes has a gain in this study.</source>
            <translation>Nicht jede Teilmenge der Änderungen hat in dieser Studie einen Gewinn.</translation>
        </message>
        <message>
            <source>Shared against tuned learning rate</source>
            <translation>Gemeinsame gegen eigene Lernrate</translation>
        </message>
        <message>
            <source>Shared: the arm at the baseline's tuned rate. Tuned: each at its own. The difference is what tuning gave the arm.</source>
            <translation>Gemeinsam: der Arm bei der eingestellten Rate der Basis. Eigen: jeder bei seiner. Der Unterschied ist, was das Einstellen dem Arm brachte.</translation>
        </message>
        <message>
            <source>per step, shared</source>
            <translation>je Schritt, gemeinsam</translation>
        </message>
        <message>
            <source>per step, tuned</source>
            <translation>je Schritt, eigen</translation>
        </message>
        <message>
            <source>per FLOP, shared</source>
            <translation>je FLOP, gemeinsam</translation>
        </message>
        <message>
            <source>per FLOP, tuned</source>
            <translation>je FLOP, eigen</translation>
        </message>
        <message>
            <source>per second, shared</source>
            <translation>je Sekunde, gemeinsam</translation>
        </message>
        <message>
            <source>per second, tuned</source>
            <translation>je Sekunde, eigen</translation>
        </message>
        <message>
            <source>no run at its own rate has ended</source>
            <translation>kein Lauf bei der eigenen Rate ist zu Ende</translation>
        </message>
        <message>
            <source>Learning rates</source>
            <translation>Lernraten</translation>
        </message>
        <message>
            <source>rate</source>
            <translation>Rate</translation>
        </message>
        <message>
            <source>a wrong rate costs</source>
            <translation>eine falsche Rate kostet</translation>
        </message>
        <message>
            <source>trials: rate → loss</source>
            <translation>Versuche: Rate → Verlust</translation>
        </message>
        <message>
            <source>No rate was searched: each is the recipe's.</source>
            <translation>Keine Rate wurde gesucht: Jede ist die des Rezepts.</translation>
        </message>
        <message>
            <source>%1 nat</source>
            <translation>%1 nat</translation>
        </message>
        <message>
            <source>the baseline's</source>
            <translation>die der Basis</translation>
        </message>
        <message>
            <source>the recipe's</source>
            <translation>die des Rezepts</translation>
        </message>
        <message>
            <source>Power laws over scales</source>
            <translation>Potenzgesetze über die Skalen</translation>
        </message>
        <message>
            <source>slope of ln CEG</source>
            <translation>Steigung von ln CEG</translation>
        </message>
        <message>
            <source>β</source>
            <translation>β</translation>
        </message>
        <message>
            <source>L = E + B·C^−β through annealed ends, floor E = %1 nat shared by all arms%2</source>
            <translation>L = E + B·C^−β durch ausgekühlte Enden, Boden E = %1 nat, allen Armen gemeinsam%2</translation>
        </message>
        <message>
            <source>; the fit is not pinned down by these points</source>
            <translation>; die Anpassung ist durch diese Punkte nicht festgelegt</translation>
        </message>
        <message>
            <source>Decisions</source>
            <translation>Entscheidungen</translation>
        </message>
        <message>
            <source>Stored before anything followed from them; nothing changes them later.</source>
            <translation>Gespeichert, bevor etwas daraus folgte; nichts ändert sie später.</translation>
        </message>
        <message>
            <source>Nothing was decided yet.</source>
            <translation>Noch wurde nichts entschieden.</translation>
        </message>
        <message>
            <source>decided</source>
            <translation>entschieden</translation>
        </message>
        <message>
            <source>learning rate</source>
            <translation>Lernrate</translation>
        </message>
        <message>
            <source>kept %1; dropped %2</source>
            <translation>behalten: %1; verworfen: %2</translation>
        </message>
        <message>
            <source>rung of the ladder</source>
            <translation>Sprosse der Leiter</translation>
        </message>
        <message>
            <source>definition</source>
            <translation>Definition</translation>
        </message>
        <message>
            <source>version %1</source>
            <translation>Fassung %1</translation>
        </message>
        <message>
            <source>The paper's Table 3 beside ours</source>
            <translation>Tabelle 3 der Arbeit neben der hiesigen</translation>
        </message>
        <message>
            <source>a: auxiliary, measured at the arm's own best loss. *: adjusted; the notebook that accompanies the paper adds |LayerNorm − None| to these curves before computing the row, so it is no direct measurement and no target.</source>
            <translation>a: Hilfswert, gemessen beim besten Verlust des Arms selbst. *: angepasst; das Notebook zur Arbeit addiert |LayerNorm − None| zu diesen Kurven, bevor es die Zeile berechnet: keine unmittelbare Messung und kein Ziel.</translation>
        </message>
        <message>
            <source>paper's scale</source>
            <translation>Skala der Arbeit</translation>
        </message>
        <message>
            <source>paper: loss</source>
            <translation>Arbeit: Verlust</translation>
        </message>
        <message>
            <source>paper: CEG</source>
            <translation>Arbeit: CEG</translation>
        </message>
        <message>
            <source>the baseline against itself</source>
            <translation>die Basis gegen sich selbst</translation>
        </message>
        <message>
            <source>warning: %1</source>
            <translation>Warnung: %1</translation>
        </message>
        <message>
            <source>%1 at %2: %3</source>
            <translation>%1 bei %2: %3</translation>
        </message>
        <message>
            <source>The paper's rule: %1</source>
            <translation>Die Regel der Arbeit: %1</translation>
        </message>
        <message>
            <source>Welcome</source>
            <translation>Willkommen</translation>
        </message>
        <message>
            <source>Setting</source>
            <translation>Einstellung</translation>
        </message>
        <message>
            <source>of the recipe, in Compose</source>
            <translation>des Rezepts, im Entwurf</translation>
        </message>
        <message>
            <source>runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>longest</source>
            <translation>längster</translation>
        </message>
        <message>
            <source>FLOP</source>
            <translation>FLOP</translation>
        </message>
        <message>
            <source>time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>disk</source>
            <translation>Platte</translation>
        </message>
        <message>
            <source>smallest gain found</source>
            <translation>kleinster gefundener Gewinn</translation>
        </message>
        <message>
            <source>noise; slope at the end</source>
            <translation>Rauschen; Steigung am Ende</translation>
        </message>
        <message>
            <source>%1 steps</source>
            <translation>%1 Schritte</translation>
        </message>
        <message>
            <source>modelled from the measured roofs</source>
            <translation>aus den gemessenen Dächern berechnet</translation>
        </message>
        <message>
            <source>the roofs of this machine were not measured; run headroom doctor</source>
            <translation>die Dächer dieses Rechners wurden nicht gemessen; headroom doctor ausführen</translation>
        </message>
        <message>
            <source>one seed: no interval can be given; plan at least 3</source>
            <translation>ein Seed: kein Intervall möglich; mindestens 3 planen</translation>
        </message>
        <message>
            <source> nat; </source>
            <translation> nat; </translation>
        </message>
        <message>
            <source> (assumed)</source>
            <translation> (angenommen)</translation>
        </message>
        <message>
            <source>About %1 on this machine (modelled), %2 of memory, %3 of checkpoints.</source>
            <translation>Etwa %1 auf diesem Rechner (berechnet), %2 Speicher, %3 Prüfpunkte.</translation>
        </message>
        <message>
            <source>Time not known: the roofs of this machine were not measured (headroom doctor). %1 of memory, %2 of checkpoints.</source>
            <translation>Zeit nicht bekannt: Die Dächer dieses Rechners wurden nicht gemessen (headroom doctor). %1 Speicher, %2 Prüfpunkte.</translation>
        </message>
        <message>
            <source>%1 runs train side by side.</source>
            <translation>%1 Läufe trainieren nebeneinander.</translation>
        </message>
        <message>
            <source>%1 at the price given.</source>
            <translation>%1 zum angegebenen Preis.</translation>
        </message>
        <message>
            <source>Noise is assumed at some scale; seeds of the baseline that have ended would tell it.</source>
            <translation>Das Rauschen ist in einer Skala angenommen; beendete Seeds der Basis würden es verraten.</translation>
        </message>
        <message>
            <source>Over these scales a slope of %1 is found; that a gain lasts can be shown.</source>
            <translation>Über diese Skalen wird eine Steigung von %1 gefunden; dass ein Gewinn bleibt, lässt sich zeigen.</translation>
        </message>
        <message>
            <source>Over these scales a slope of %1 is found; that a gain lasts cannot be shown.</source>
            <translation>Über diese Skalen wird eine Steigung von %1 gefunden; dass ein Gewinn bleibt, lässt sich nicht zeigen.</translation>
        </message>
        <message>
            <source>%1 runs, %2%3; smallest gain found: %4</source>
            <translation>%1 Läufe, %2%3; kleinster gefundener Gewinn: %4</translation>
        </message>
        <message>
            <source>, about %1 (modelled)</source>
            <translation>, etwa %1 (berechnet)</translation>
        </message>
        <message>
            <source>Plan, and what was done</source>
            <translation>Plan und was getan wurde</translation>
        </message>
        <message>
            <source>The plan as it was stored when this version began.</source>
            <translation>Der Plan, wie er beim Beginn dieser Fassung gespeichert wurde.</translation>
        </message>
        <message>
            <source>No plan was stored with this version: counted from its definition.</source>
            <translation>Mit dieser Fassung wurde kein Plan gespeichert: aus der Definition gezählt.</translation>
        </message>
        <message>
            <source>runs planned</source>
            <translation>geplante Läufe</translation>
        </message>
        <message>
            <source>completed</source>
            <translation>fertig</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>fehlgeschlagen</translation>
        </message>
        <message>
            <source>FLOP planned</source>
            <translation>FLOP geplant</translation>
        </message>
        <message>
            <source>FLOP done</source>
            <translation>FLOP getan</translation>
        </message>
        <message>
            <source>time planned</source>
            <translation>Zeit geplant</translation>
        </message>
        <message>
            <source>time trained</source>
            <translation>Zeit trainiert</translation>
        </message>
        <message>
            <source>smallest gain planned</source>
            <translation>kleinster Gewinn, geplant</translation>
        </message>
        <message>
            <source>as noise turned out</source>
            <translation>wie das Rauschen ausfiel</translation>
        </message>
        <message>
            <source>two seeds of the baseline must have ended to tell</source>
            <translation>zwei Seeds der Basis müssen zu Ende sein, um es zu sagen</translation>
        </message>
        <message>
            <source>modelled from measured roofs</source>
            <translation>aus gemessenen Dächern berechnet</translation>
        </message>
        <message>
            <source>summed over runs, side by side or not</source>
            <translation>über Läufe summiert, nebeneinander oder nicht</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <source>Runs: arm × scale × seed — %1 of %2 ended</source>
            <translation>Läufe: Arm × Skala × Seed — %1 von %2 zu Ende</translation>
        </message>
        <message>
            <source>%1, about %2 left</source>
            <translation>%1, noch etwa %2</translation>
        </message>
        <message>
            <source>Provisional: the study has not ended.</source>
            <translation>Vorläufig: Die Studie ist nicht zu Ende.</translation>
        </message>
        <message>
            <source>Gain per step of both ÷ product of each alone: 1 = they multiply, below 1 = they overlap. Gains per FLOP and per second stand under Numbers.</source>
            <translation>Gewinn beider je Schritt ÷ Produkt der einzelnen: 1 = sie multiplizieren sich, unter 1 = sie überlappen. Gewinne je FLOP und je Sekunde stehen unter Zahlen.</translation>
        </message>
        <message>
            <source>What each change adds to the gain per step on average over all orders; needs every subset. Their product is the joint gain. Gains per FLOP and per second stand under Numbers.</source>
            <translation>Was jede Änderung im Mittel über alle Reihenfolgen zum Gewinn je Schritt beiträgt; braucht jede Teilmenge. Das Produkt ist der gemeinsame Gewinn. Gewinne je FLOP und je Sekunde stehen unter Zahlen.</translation>
        </message>
        <message>
            <source>; %1</source>
            <translation>; %1</translation>
        </message>
        <message>
            <source>: %1</source>
            <translation>: %1</translation>
        </message>
        <message>
            <source>plan</source>
            <translation>Plan</translation>
        </message>
        <message>
            <source>ours at %1: step · FLOP · second</source>
            <translation>hier in %1: Schritt · FLOP · Sekunde</translation>
        </message>
        <message>
            <source>All runs</source>
            <translation>Alle Läufe</translation>
        </message>
        <message>
            <source>Training and waiting</source>
            <translation>Trainierend und wartend</translation>
        </message>
        <message>
            <source>Ended badly</source>
            <translation>Schlecht geendet</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>Mit Stern</translation>
        </message>
        <message>
            <source>Of the last day</source>
            <translation>Vom letzten Tag</translation>
        </message>
        <message>
            <source>hardly any arithmetic</source>
            <translation>kaum Rechnung</translation>
        </message>
        <message>
            <source>FLOPs a token grow with the context</source>
            <translation>FLOPs je Token wachsen mit dem Kontext</translation>
        </message>
        <message>
            <source>the same FLOPs a token at any context</source>
            <translation>dieselben FLOPs je Token bei jedem Kontext</translation>
        </message>
        <message>
            <source>keeps keys and values when decoding</source>
            <translation>hebt beim Decodieren Schlüssel und Werte auf</translation>
        </message>
        <message>
            <source>Cost: %1.</source>
            <translation>Kosten: %1.</translation>
        </message>
        <message>
            <source>Sets: %1.</source>
            <translation>Setzt: %1.</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>main memory of this machine</source>
            <translation>Hauptspeicher dieses Rechners</translation>
        </message>
        <message>
            <source>GPU</source>
            <translation>GPU</translation>
        </message>
        <message>
            <source>how much memory the GPU has was not measured</source>
            <translation>wie viel Speicher die GPU hat, wurde nicht gemessen</translation>
        </message>
        <message>
            <source>%1 runs: %2 arms, seeds %3, scales %4; %5 in all.</source>
            <translation>%1 Läufe: %2 Arme, Seeds %3, Skalen %4; insgesamt %5.</translation>
        </message>
        <message>
            <source>%1 per step, %2 per FLOP, %3 per second</source>
            <translation>%1 je Schritt, %2 je FLOP, %3 je Sekunde</translation>
        </message>
        <message>
            <source>%1: %2 alone multiply to %3 per step; measured together %4 → additivity %5</source>
            <translation>%1: %2 einzeln ergeben als Produkt %3 je Schritt; zusammen gemessen %4 → Additivität %5</translation>
        </message>
        <message>
            <source>%1 could not be written (%2): choose another folder.</source>
            <translation>%1 ist nicht beschreibbar (%2): einen anderen Ordner wählen.</translation>
        </message>
        <message>
            <source>Save the chart</source>
            <translation>Diagramm speichern</translation>
        </message>
        <message>
            <source>%1, backward</source>
            <translation>%1, rückwärts</translation>
        </message>
        <message>
            <source>%1: %2 FLOPs a byte, %3, %4</source>
            <translation>%1: %2 FLOPs je Byte, %3, %4</translation>
        </message>
        <message>
            <source>; would be at %1 FLOPs a byte, %2</source>
            <translation>; läge bei %1 FLOPs je Byte, %2</translation>
        </message>
        <message>
            <source>Roof %1: %2, %3.</source>
            <translation>Dach %1: %2, %3.</translation>
        </message>
        <message>
            <source>published</source>
            <translation>veröffentlicht</translation>
        </message>
        <message>
            <source>measured</source>
            <translation>gemessen</translation>
        </message>
        <message>
            <source>optimizer</source>
            <translation>Optimierer</translation>
        </message>
        <message>
            <source>loss</source>
            <translation>Verlust</translation>
        </message>
        <message>
            <source>residual add</source>
            <translation>Residualaddition</translation>
        </message>
        <message>
            <source>compute</source>
            <translation>Rechnung</translation>
        </message>
        <message>
            <source>DRAM</source>
            <translation>DRAM</translation>
        </message>
        <message>
            <source>%1, triad</source>
            <translation>%1, Triade</translation>
        </message>
        <message>
            <source>matrix product, %1</source>
            <translation>Matrixprodukt, %1</translation>
        </message>
        <message>
            <source>measured %1</source>
            <translation>gemessen am %1</translation>
        </message>
        <message>
            <source>measured at an unknown time</source>
            <translation>gemessen zu unbekannter Zeit</translation>
        </message>
        <message>
            <source>1 thread</source>
            <translation>1 Thread</translation>
        </message>
        <message>
            <source>%1 threads</source>
            <translation>%1 Threads</translation>
        </message>
        <message>
            <source>× %1, %2 of the step, bound by %3; modelled at measured roofs</source>
            <translation>× %1, %2 des Schritts, begrenzt durch %3; an gemessenen Dächern berechnet</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>Punkte</translation>
        </message>
        <message>
            <source>Modelled at this machine's measured roofs; all copies of a block together.</source>
            <translation>An den gemessenen Dächern dieses Rechners berechnet; alle Kopien eines Bausteins zusammen.</translation>
        </message>
        <message>
            <source>block</source>
            <translation>Baustein</translation>
        </message>
        <message>
            <source>pass</source>
            <translation>Durchgang</translation>
        </message>
        <message>
            <source>copies</source>
            <translation>Kopien</translation>
        </message>
        <message>
            <source>share</source>
            <translation>Anteil</translation>
        </message>
        <message>
            <source>bytes</source>
            <translation>Bytes</translation>
        </message>
        <message>
            <source>FLOPs a byte</source>
            <translation>FLOPs je Byte</translation>
        </message>
        <message>
            <source>bandwidth</source>
            <translation>Bandbreite</translation>
        </message>
        <message>
            <source>bound by</source>
            <translation>begrenzt durch</translation>
        </message>
        <message>
            <source>place</source>
            <translation>Ort</translation>
        </message>
        <message>
            <source>update</source>
            <translation>Aktualisierung</translation>
        </message>
        <message>
            <source>backward</source>
            <translation>rückwärts</translation>
        </message>
        <message>
            <source>forward</source>
            <translation>vorwärts</translation>
        </message>
        <message>
            <source>not counted: it is no arithmetic of the model</source>
            <translation>nicht gezählt: Es ist keine Rechnung des Modells</translation>
        </message>
        <message>
            <source>FlashAttention</source>
            <translation>FlashAttention</translation>
        </message>
        <message>
            <source>FlashAttention on</source>
            <translation>FlashAttention an</translation>
        </message>
        <message>
            <source>FlashAttention off</source>
            <translation>FlashAttention aus</translation>
        </message>
        <message>
            <source>Norms, activations fused</source>
            <translation>Normen, Aktivierungen verschmolzen</translation>
        </message>
        <message>
            <source>Keys and values shared</source>
            <translation>Schlüssel und Werte geteilt</translation>
        </message>
        <message>
            <source>kv_heads %1 → %2</source>
            <translation>kv_heads %1 → %2</translation>
        </message>
        <message>
            <source>Wider heads</source>
            <translation>Breitere Köpfe</translation>
        </message>
        <message>
            <source>Width of a head %1 → %2</source>
            <translation>Breite eines Kopfes %1 → %2</translation>
        </message>
        <message>
            <source>Scores are kept in fast memory instead of being written out; the loss stays the same.</source>
            <translation>Die Bewertungen bleiben im schnellen Speicher, statt geschrieben zu werden; der Verlust bleibt gleich.</translation>
        </message>
        <message>
            <source>What only one op uses is neither written nor read again; the loss stays the same.</source>
            <translation>Was nur eine Operation braucht, wird weder geschrieben noch wieder gelesen; der Verlust bleibt gleich.</translation>
        </message>
        <message>
            <source>All heads share one key and value: another model, whose loss only training tells.</source>
            <translation>Alle Köpfe teilen einen Schlüssel und Wert: ein anderes Modell, dessen Verlust nur Training verrät.</translation>
        </message>
        <message>
            <source>Half as many heads of twice the width: another model, whose loss only training tells.</source>
            <translation>Halb so viele Köpfe doppelter Breite: ein anderes Modell, dessen Verlust nur Training verrät.</translation>
        </message>
        <message>
            <source>What would move it</source>
            <translation>Was würde es verschieben</translation>
        </message>
        <message>
            <source>Modelled, not tried. Choose one to see its arrows.</source>
            <translation>Berechnet, nicht versucht. Eines wählen, um seine Pfeile zu sehen.</translation>
        </message>
        <message>
            <source>a token</source>
            <translation>je Token</translation>
        </message>
        <message>
            <source>a step</source>
            <translation>je Schritt</translation>
        </message>
        <message>
            <source>adds and loss</source>
            <translation>Additionen und Verlust</translation>
        </message>
        <message>
            <source>%1 ended early: %2 Start one more.</source>
            <translation>%1 endete früh: %2 Einen weiteren starten.</translation>
        </message>
        <message>
            <source>%1: step %2 of %3.</source>
            <translation>%1: Schritt %2 von %3.</translation>
        </message>
        <message>
            <source>%1 waits for its turn.</source>
            <translation>%1 wartet auf seinen Platz.</translation>
        </message>
        <message>
            <source>%1 was stopped; resume it on its page.</source>
            <translation>%1 wurde angehalten; auf seiner Seite fortsetzen.</translation>
        </message>
        <message>
            <source>%1 is running.</source>
            <translation>%1 läuft.</translation>
        </message>
        <message>
            <source>%1 of %2 selected.</source>
            <translation>%1 von %2 gewählt.</translation>
        </message>
        <message>
            <source>'%1': there is a lesson %2 already; give this one another name.</source>
            <translation>„%1“: Es gibt schon eine Lektion %2; dieser einen anderen Namen geben.</translation>
        </message>
    </context>
    <context>
        <name>headroom::AboutDialog</name>
        <message>
            <source>About Headroom</source>
            <translation>Über Headroom</translation>
        </message>
        <message>
            <source>&lt;b&gt;Headroom %1&lt;/b&gt;&lt;br&gt;Does a change to a language model really help, by how much compute, against which hardware limit, and will it last at scale?&lt;br&gt;No telemetry: the window speaks with its engine and with nobody else.</source>
            <translation>&lt;b&gt;Headroom %1&lt;/b&gt;&lt;br&gt;Hilft eine Änderung an einem Sprachmodell wirklich, um wie viel Rechenaufwand, gegen welche Grenze der Hardware, und bleibt es bei größeren Modellen dabei?&lt;br&gt;Keine Telemetrie: Das Fenster spricht mit seiner Engine und sonst mit niemandem.</translation>
        </message>
        <message>
            <source>What Headroom stands on</source>
            <translation>Worauf Headroom steht</translation>
        </message>
        <message>
            <source>Part</source>
            <translation>Teil</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>Lizenz</translation>
        </message>
        <message>
            <source>For</source>
            <translation>Für</translation>
        </message>
        <message>
            <source>Database: %1</source>
            <translation>Datenbank: %1</translation>
        </message>
        <message>
            <source>System: %1, %2</source>
            <translation>System: %1, %2</translation>
        </message>
        <message>
            <source>Parts</source>
            <translation>Teile</translation>
        </message>
        <message>
            <source>This machine</source>
            <translation>Dieser Rechner</translation>
        </message>
        <message>
            <source>Copy all</source>
            <translation>Alles kopieren</translation>
        </message>
        <message>
            <source>Versions and system as text, for a report of a defect</source>
            <translation>Versionen und System als Text, um einen Fehler zu melden</translation>
        </message>
    </context>
    <context>
        <name>headroom::BlockCatalogue</name>
        <message>
            <source>BLOCKS</source>
            <translation>BAUSTEINE</translation>
        </message>
        <message>
            <source>search, e.g. “attention”</source>
            <translation>suchen, z. B. „attention“</translation>
        </message>
        <message>
            <source>Search blocks</source>
            <translation>Bausteine suchen</translation>
        </message>
        <message>
            <source>Blocks</source>
            <translation>Bausteine</translation>
        </message>
        <message>
            <source>Double-click, Enter or drag to add it after the selection.</source>
            <translation>Doppelklick, Eingabetaste oder Ziehen fügt hinter der Auswahl ein.</translation>
        </message>
        <message>
            <source>Double-click, Enter or drag to fill a slot of the selected block.</source>
            <translation>Doppelklick, Eingabetaste oder Ziehen füllt einen Platz des gewählten Bausteins.</translation>
        </message>
        <message>
            <source>remembers the stream, for a long skip</source>
            <translation>merkt sich den Strom, für einen langen Sprung</translation>
        </message>
        <message>
            <source>brings back what was tapped before</source>
            <translation>holt zurück, was zuvor abgegriffen wurde</translation>
        </message>
        <message>
            <source>Tap</source>
            <translation>Abgriff</translation>
        </message>
        <message>
            <source>Use of a tap</source>
            <translation>Verwendung eines Abgriffs</translation>
        </message>
        <message>
            <source> skip connection structure</source>
            <translation> sprung verbindung struktur skip connection</translation>
        </message>
        <message>
            <source>About the block</source>
            <translation>Über den Baustein</translation>
        </message>
    </context>
    <context>
        <name>headroom::CasesDialog</name>
        <message>
            <source>As &amp;published</source>
            <translation>Wie &amp;veröffentlicht</translation>
        </message>
        <message>
            <source>Case studies</source>
            <translation>Fallstudien</translation>
        </message>
        <message>
            <source>Cases</source>
            <translation>Fälle</translation>
        </message>
        <message>
            <source>&amp;Copy as CSV</source>
            <translation>Als CSV &amp;kopieren</translation>
        </message>
        <message>
            <source>Formula: %1</source>
            <translation>Formel: %1</translation>
        </message>
        <message>
            <source>Quoted from its source, not computed.</source>
            <translation>Aus der Quelle zitiert, nicht berechnet.</translation>
        </message>
        <message>
            <source>%1, %2:</source>
            <translation>%1, %2:</translation>
        </message>
        <message>
            <source>Source: %1</source>
            <translation>Quelle: %1</translation>
        </message>
        <message>
            <source>%1 needs a number above 0, such as 110e6.</source>
            <translation>%1 braucht eine Zahl über 0, etwa 110e6.</translation>
        </message>
        <message>
            <source> to %1</source>
            <translation> bis %1</translation>
        </message>
        <message>
            <source>Published: %1%2 (printed as %3)</source>
            <translation>Veröffentlicht: %1%2 (gedruckt als %3)</translation>
        </message>
        <message>
            <source>Back to the inputs that the source prints</source>
            <translation>Zurück zu den Eingaben, die die Quelle druckt</translation>
        </message>
        <message>
            <source>No input was changed</source>
            <translation>Keine Eingabe wurde geändert</translation>
        </message>
        <message>
            <source>Yours: %1</source>
            <translation>Eigen: %1</translation>
        </message>
        <message>
            <source>%1 — yours</source>
            <translation>%1 — eigen</translation>
        </message>
    </context>
    <context>
        <name>headroom::ChartGrid</name>
        <message>
            <source>Drag to another place (Alt+arrows)</source>
            <translation>An einen anderen Ort ziehen (Alt+Pfeiltasten)</translation>
        </message>
        <message>
            <source>Move earlier</source>
            <translation>Nach vorn</translation>
        </message>
        <message>
            <source>Move later</source>
            <translation>Nach hinten</translation>
        </message>
        <message>
            <source>Full width, or not</source>
            <translation>Volle Breite oder nicht</translation>
        </message>
        <message>
            <source>Take off the page</source>
            <translation>Von der Seite nehmen</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>As many as fit</source>
            <translation>So viele passen</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>Höhe</translation>
        </message>
        <message>
            <source>Low</source>
            <translation>Niedrig</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>Normal</translation>
        </message>
        <message>
            <source>Tall</source>
            <translation>Hoch</translation>
        </message>
        <message>
            <source>As it came</source>
            <translation>Wie ursprünglich</translation>
        </message>
    </context>
    <context>
        <name>headroom::ChartScene</name>
        <message>
            <source>Preparing the curves…</source>
            <translation>Kurven werden vorbereitet…</translation>
        </message>
        <message>
            <source>1 value</source>
            <translation>1 Wert</translation>
        </message>
        <message>
            <source>%1 values</source>
            <translation>%1 Werte</translation>
        </message>
        <message>
            <source>Outside, far above %1: %2, marked at the top.</source>
            <translation>Außerhalb, weit über %1: %2, am oberen Rand markiert.</translation>
        </message>
        <message>
            <source>Outside, far below %1: %2, marked at the foot.</source>
            <translation>Außerhalb, weit unter %1: %2, am unteren Rand markiert.</translation>
        </message>
        <message>
            <source>%1: %2 not a number, from %3 %4 on.</source>
            <translation>%1: %2 keine Zahl, ab %3 %4.</translation>
        </message>
        <message>
            <source>%1, hidden.</source>
            <translation>%1, verborgen.</translation>
        </message>
        <message>
            <source>%1.</source>
            <translation>%1.</translation>
        </message>
        <message>
            <source>%1 · raw %2</source>
            <translation>%1 · roh %2</translation>
        </message>
    </context>
    <context>
        <name>headroom::ChartView</name>
        <message>
            <source>Logarithmic x</source>
            <translation>x logarithmisch</translation>
        </message>
        <message>
            <source>Logarithmic y</source>
            <translation>y logarithmisch</translation>
        </message>
        <message>
            <source>Curves</source>
            <translation>Kurven</translation>
        </message>
        <message>
            <source>Copy (picture and table)</source>
            <translation>Kopieren (Bild und Tabelle)</translation>
        </message>
        <message>
            <source>Save as PNG…</source>
            <translation>Als PNG speichern…</translation>
        </message>
        <message>
            <source>Save as SVG…</source>
            <translation>Als SVG speichern…</translation>
        </message>
        <message>
            <source>Save as PDF…</source>
            <translation>Als PDF speichern…</translation>
        </message>
        <message>
            <source>Save the points as CSV…</source>
            <translation>Punkte als CSV speichern…</translation>
        </message>
        <message>
            <source>Click: hide or show. Ctrl+click: this one alone.</source>
            <translation>Klicken: verbergen oder zeigen. Strg+Klick: nur diese.</translation>
        </message>
        <message>
            <source>Fit and follow</source>
            <translation>Einpassen und folgen</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>Glättung</translation>
        </message>
        <message>
            <source>As the page</source>
            <translation>Wie die Seite</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Keine</translation>
        </message>
        <message>
            <source>Show outliers</source>
            <translation>Ausreißer zeigen</translation>
        </message>
        <message>
            <source>Legend</source>
            <translation>Legende</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>Alles zeigen</translation>
        </message>
        <message>
            <source>Follow</source>
            <translation>Folgen</translation>
        </message>
        <message>
            <source>Zoomed in: the chart stays here. Back to all data and what comes (Home).</source>
            <translation>Vergrößert: Das Diagramm bleibt hier. Zurück zu allen Daten und was kommt (Pos1).</translation>
        </message>
        <message>
            <source>Axes, smoothing, curves, save, copy</source>
            <translation>Achsen, Glättung, Kurven, speichern, kopieren</translation>
        </message>
        <message>
            <source>Menu of the chart %1</source>
            <translation>Menü des Diagramms %1</translation>
        </message>
    </context>
    <context>
        <name>headroom::CheckpointsView</name>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>Schritt</translation>
        </message>
        <message>
            <source>Validation loss</source>
            <translation>Validierungsverlust</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Written</source>
            <translation>Geschrieben</translation>
        </message>
        <message>
            <source>Sample</source>
            <translation>Textprobe</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Copy as command</source>
            <translation>Als Befehl kopieren</translation>
        </message>
        <message>
            <source>Checkpoints of the selected runs</source>
            <translation>Prüfpunkte der gewählten Läufe</translation>
        </message>
        <message>
            <source>Prompt: how the text begins (may be empty)</source>
            <translation>Beginn: wie der Text anfängt (darf leer sein)</translation>
        </message>
        <message>
            <source>Prompt of the samples</source>
            <translation>Beginn der Textproben</translation>
        </message>
        <message>
            <source>For a model without a tokenizer write ids: tokens:1,2,3</source>
            <translation>Für ein Modell ohne Tokenizer Nummern angeben: tokens:1,2,3</translation>
        </message>
        <message>
            <source>Tokens to make</source>
            <translation>Zu erzeugende Tokens</translation>
        </message>
        <message>
            <source> tokens</source>
            <translation> Tokens</translation>
        </message>
        <message>
            <source>Temperature; 0: always the most likely token</source>
            <translation>Temperatur; 0: stets das wahrscheinlichste Token</translation>
        </message>
        <message>
            <source>temperature </source>
            <translation>Temperatur </translation>
        </message>
        <message>
            <source>Seed of the choices</source>
            <translation>Seed der Wahl</translation>
        </message>
        <message>
            <source>seed </source>
            <translation>Seed </translation>
        </message>
        <message>
            <source>Step %1: %2</source>
            <translation>Schritt %1: %2</translation>
        </message>
        <message>
            <source>There is no checkpoint yet</source>
            <translation>Es gibt noch keinen Prüfpunkt</translation>
        </message>
        <message>
            <source>Select checkpoints in the table first</source>
            <translation>Zuerst Prüfpunkte in der Tabelle wählen</translation>
        </message>
        <message>
            <source>Sample %1</source>
            <translation>Textprobe %1</translation>
        </message>
        <message>
            <source>Let these models continue the prompt, one after the other</source>
            <translation>Diese Modelle den Beginn fortsetzen lassen, eines nach dem anderen</translation>
        </message>
        <message>
            <source>headroom sample, for a terminal</source>
            <translation>headroom sample, für ein Terminal</translation>
        </message>
        <message>
            <source>Give up what is under way</source>
            <translation>Aufgeben, was im Gange ist</translation>
        </message>
        <message>
            <source>No sample is being made</source>
            <translation>Es entsteht keine Textprobe</translation>
        </message>
        <message>
            <source>Making text: %1 to go…</source>
            <translation>Text entsteht: noch %1…</translation>
        </message>
        <message>
            <source>Select runs in the table to see their checkpoints.</source>
            <translation>Läufe in der Tabelle wählen, um ihre Prüfpunkte zu sehen.</translation>
        </message>
        <message>
            <source>No checkpoint yet: a run writes one as its recipe says (checkpoint_every), when it is asked to (Ctrl+Shift+S) and at its end.</source>
            <translation>Noch kein Prüfpunkt: Ein Lauf schreibt einen, wie sein Rezept sagt (checkpoint_every), auf Verlangen (Strg+Umschalt+S) und am Ende.</translation>
        </message>
        <message>
            <source>Select up to %1 checkpoints to read their samples side by side.</source>
            <translation>Bis zu %1 Prüfpunkte wählen, um ihre Textproben nebeneinander zu lesen.</translation>
        </message>
        <message>
            <source>%1, step %2</source>
            <translation>%1, Schritt %2</translation>
        </message>
        <message>
            <source>Sample of %1</source>
            <translation>Textprobe von %1</translation>
        </message>
        <message>
            <source>No sample yet: press Sample.</source>
            <translation>Noch keine Textprobe: Textprobe drücken.</translation>
        </message>
    </context>
    <context>
        <name>headroom::CodePane</name>
        <message>
            <source>PyTorch source</source>
            <translation>PyTorch-Quelltext</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>The whole file to the clipboard</source>
            <translation>Die ganze Datei in die Zwischenablage</translation>
        </message>
        <message>
            <source>Save…</source>
            <translation>Speichern…</translation>
        </message>
        <message>
            <source>As a Python file that needs PyTorch alone</source>
            <translation>Als Python-Datei, die nur PyTorch braucht</translation>
        </message>
        <message>
            <source>%1 in PyTorch</source>
            <translation>%1 in PyTorch</translation>
        </message>
        <message>
            <source>No source: %1</source>
            <translation>Kein Quelltext: %1</translation>
        </message>
    </context>
    <context>
        <name>headroom::ColumnChooser</name>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Space shows or hides, Alt+Up and Alt+Down or dragging moves.</source>
            <translation>Leertaste zeigt oder verbirgt, Alt+Auf und Alt+Ab oder Ziehen verschiebt.</translation>
        </message>
        <message>
            <source>Columns of the table, in order</source>
            <translation>Spalten der Tabelle, der Reihe nach</translation>
        </message>
        <message>
            <source>As it was made</source>
            <translation>Wie ursprünglich</translation>
        </message>
    </context>
    <context>
        <name>headroom::ComingPage</name>
        <message>
            <source>Not in this version yet. %1</source>
            <translation>Noch nicht in dieser Version. %1</translation>
        </message>
        <message>
            <source>Meanwhile: %1</source>
            <translation>Bis dahin: %1</translation>
        </message>
        <message>
            <source>Copy: %1</source>
            <translation>Kopieren: %1</translation>
        </message>
        <message>
            <source>Copies the command, to paste into a terminal</source>
            <translation>Kopiert den Befehl, um ihn in ein Terminal einzufügen</translation>
        </message>
    </context>
    <context>
        <name>headroom::CommandPalette</name>
        <message>
            <source>Find anything</source>
            <translation>Alles finden</translation>
        </message>
        <message>
            <source>Find an action, page, run, block, template or setting</source>
            <translation>Eine Aktion, Seite, Vorlage oder Einstellung, einen Lauf oder Baustein finden</translation>
        </message>
        <message>
            <source>What was found</source>
            <translation>Gefunden</translation>
        </message>
        <message>
            <source>Nothing is called so. Fewer letters find more.</source>
            <translation>Nichts heißt so. Weniger Buchstaben finden mehr.</translation>
        </message>
        <message>
            <source>↑ ↓ choose, Enter does it, Esc closes</source>
            <translation>↑ ↓ wählen, Eingabetaste führt aus, Esc schließt</translation>
        </message>
    </context>
    <context>
        <name>headroom::Comparison</name>
        <message>
            <source>Differences from the baseline</source>
            <translation>Unterschiede zur Basis</translation>
        </message>
        <message>
            <source>Stop comparing</source>
            <translation>Nicht mehr vergleichen</translation>
        </message>
        <message>
            <source>NO DIFFERENCE FROM %1</source>
            <translation>KEIN UNTERSCHIED ZU %1</translation>
        </message>
        <message numerus="yes">
            <source>AGAINST %1 · %n differences</source>
            <translation>
                <numerusform>GEGEN %1 · %n Unterschied</numerusform>
                <numerusform>GEGEN %1 · %n Unterschiede</numerusform>
            </translation>
        </message>
        <message>
            <source>Click to select it in the diagram</source>
            <translation>Klicken wählt es im Diagramm</translation>
        </message>
        <message>
            <source>It is not here any more; in the baseline it stands at %1</source>
            <translation>Es ist nicht mehr hier; in der Basis steht es bei %1</translation>
        </message>
        <message>
            <source>… and %1 more</source>
            <translation>… und %1 weitere</translation>
        </message>
    </context>
    <context>
        <name>headroom::ComparisonView</name>
        <message>
            <source>&amp;Only differences</source>
            <translation>&amp;Nur Unterschiede</translation>
        </message>
        <message>
            <source>Copy as command</source>
            <translation>Als Befehl kopieren</translation>
        </message>
        <message>
            <source>Find a setting or a value</source>
            <translation>Einstellung oder Wert finden</translation>
        </message>
        <message>
            <source>Settings of the selected runs</source>
            <translation>Einstellungen der gewählten Läufe</translation>
        </message>
        <message>
            <source>Select several runs to see what differs</source>
            <translation>Mehrere Läufe wählen, um zu sehen, worin sie sich unterscheiden</translation>
        </message>
        <message>
            <source>headroom diff of the first run with each other one</source>
            <translation>headroom diff des ersten Laufs mit jedem anderen</translation>
        </message>
        <message>
            <source>Select several runs to compare them</source>
            <translation>Mehrere Läufe wählen, um sie zu vergleichen</translation>
        </message>
        <message>
            <source>Select a run to see its configuration, several to see what differs.</source>
            <translation>Einen Lauf wählen, um seine Konfiguration zu sehen, mehrere, um Unterschiede zu sehen.</translation>
        </message>
        <message>
            <source>%1 settings. Select several runs to see what differs.</source>
            <translation>%1 Einstellungen. Mehrere Läufe wählen, um Unterschiede zu sehen.</translation>
        </message>
        <message>
            <source>These runs are equal in everything that is known.</source>
            <translation>Diese Läufe sind in allem gleich, was bekannt ist.</translation>
        </message>
        <message>
            <source>%1 of %2 settings differ; marked: not as in the first run.</source>
            <translation>%1 von %2 Einstellungen unterscheiden sich; markiert: anders als im ersten Lauf.</translation>
        </message>
        <message>
            <source>The first %1 of %2 runs are compared.</source>
            <translation>Die ersten %1 von %2 Läufen werden verglichen.</translation>
        </message>
    </context>
    <context>
        <name>headroom::ComposeDiagram</name>
        <message>
            <source>Map of the diagram</source>
            <translation>Karte des Diagramms</translation>
        </message>
        <message>
            <source>The whole diagram: click to go there</source>
            <translation>Das ganze Diagramm: klicken führt dorthin</translation>
        </message>
    </context>
    <context>
        <name>headroom::ComposeDocument</name>
        <message>
            <source>Open %1</source>
            <translation>%1 öffnen</translation>
        </message>
        <message>
            <source>Rename to %1</source>
            <translation>In %1 umbenennen</translation>
        </message>
        <message>
            <source>Set %1</source>
            <translation>%1 setzen</translation>
        </message>
        <message>
            <source>Count %1</source>
            <translation>Anzahl %1</translation>
        </message>
        <message>
            <source>Set seed</source>
            <translation>Seed setzen</translation>
        </message>
        <message>
            <source>The model's own sizes</source>
            <translation>Größen des Modells selbst</translation>
        </message>
        <message>
            <source>Scale %1</source>
            <translation>Skala %1</translation>
        </message>
        <message>
            <source>Choose data</source>
            <translation>Daten wählen</translation>
        </message>
        <message>
            <source>Add %1</source>
            <translation>%1 hinzufügen</translation>
        </message>
        <message>
            <source>Remove %1</source>
            <translation>%1 entfernen</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>Nach oben</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>Nach unten</translation>
        </message>
        <message>
            <source>Wrap in a repeat</source>
            <translation>In eine Wiederholung fassen</translation>
        </message>
        <message>
            <source>Wrap in a residual branch</source>
            <translation>In einen Residualzweig fassen</translation>
        </message>
        <message>
            <source>repeat × %1</source>
            <translation>Wiederholung × %1</translation>
        </message>
        <message>
            <source>residual branch</source>
            <translation>Residualzweig</translation>
        </message>
        <message>
            <source>parallel branches</source>
            <translation>parallele Zweige</translation>
        </message>
        <message>
            <source>every %1 layers</source>
            <translation>jede %1. Schicht</translation>
        </message>
        <message>
            <source>tap %1</source>
            <translation>Abgriff %1</translation>
        </message>
        <message>
            <source>use %1</source>
            <translation>Rückgriff %1</translation>
        </message>
        <message>
            <source>no %1</source>
            <translation>kein %1</translation>
        </message>
        <message>
            <source>Name %1</source>
            <translation>%1 benennen</translation>
        </message>
        <message>
            <source>Call it %1</source>
            <translation>%1 nennen</translation>
        </message>
        <message>
            <source>Choose the device</source>
            <translation>Gerät wählen</translation>
        </message>
        <message>
            <source>The model's own recipe</source>
            <translation>Rezept des Modells selbst</translation>
        </message>
        <message>
            <source>Recipe %1</source>
            <translation>Rezept %1</translation>
        </message>
        <message>
            <source>group</source>
            <translation>Gruppe</translation>
        </message>
        <message>
            <source>empty</source>
            <translation>leer</translation>
        </message>
        <message>
            <source>remembers the stream</source>
            <translation>merkt sich den Strom</translation>
        </message>
        <message>
            <source>brings back what was tapped</source>
            <translation>holt Abgegriffenes zurück</translation>
        </message>
        <message numerus="yes">
            <source>%n blocks: </source>
            <translation>
                <numerusform>%n Baustein: </numerusform>
                <numerusform>%n Bausteine: </numerusform>
            </translation>
        </message>
        <message>
            <source>Group</source>
            <translation>Gruppieren</translation>
        </message>
        <message>
            <source>Make parallel branches</source>
            <translation>Parallele Zweige bilden</translation>
        </message>
        <message>
            <source>Only in every k-th layer</source>
            <translation>Nur in jeder k-ten Schicht</translation>
        </message>
        <message numerus="yes">
            <source>Add %n elements</source>
            <translation>
                <numerusform>%n Element hinzufügen</numerusform>
                <numerusform>%n Elemente hinzufügen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n elements</source>
            <translation>
                <numerusform>%n Element</numerusform>
                <numerusform>%n Elemente</numerusform>
            </translation>
        </message>
        <message>
            <source>Move %1</source>
            <translation>%1 verschieben</translation>
        </message>
        <message>
            <source>Unwrap %1</source>
            <translation>%1 auspacken</translation>
        </message>
    </context>
    <context>
        <name>headroom::ComposePage</name>
        <message>
            <source>Templates</source>
            <translation>Vorlagen</translation>
        </message>
        <message>
            <source>Open an architecture</source>
            <translation>Eine Architektur öffnen</translation>
        </message>
        <message>
            <source>Architectures (*.json)</source>
            <translation>Architekturen (*.json)</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>Alles zeigen</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Save architecture</source>
            <translation>Architektur speichern</translation>
        </message>
        <message>
            <source>Save architecture as…</source>
            <translation>Architektur speichern unter…</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Starten</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>Vergrößern</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>Verkleinern</translation>
        </message>
        <message>
            <source> · edited</source>
            <translation> · bearbeitet</translation>
        </message>
        <message>
            <source>Cannot stand there: %1</source>
            <translation>Passt dort nicht: %1</translation>
        </message>
        <message>
            <source>Text to train on</source>
            <translation>Text zum Trainieren</translation>
        </message>
        <message>
            <source>Folder of token files (.bin)</source>
            <translation>Ordner mit Token-Dateien (.bin)</translation>
        </message>
        <message>
            <source>The data is being read.</source>
            <translation>Die Daten werden gelesen.</translation>
        </message>
        <message>
            <source>Save the architecture</source>
            <translation>Die Architektur speichern</translation>
        </message>
        <message>
            <source>Saved %1.</source>
            <translation>%1 gespeichert.</translation>
        </message>
        <message>
            <source>Copied: %1</source>
            <translation>Kopiert: %1</translation>
        </message>
        <message>
            <source>Templates…</source>
            <translation>Vorlagen…</translation>
        </message>
        <message>
            <source>Open architecture…</source>
            <translation>Architektur öffnen…</translation>
        </message>
        <message>
            <source>Export diagram…</source>
            <translation>Diagramm ausgeben…</translation>
        </message>
        <message>
            <source>Export PyTorch source…</source>
            <translation>PyTorch-Quelltext ausgeben…</translation>
        </message>
        <message>
            <source>Copy command line</source>
            <translation>Befehlszeile kopieren</translation>
        </message>
        <message>
            <source>Add to study</source>
            <translation>Zur Studie hinzufügen</translation>
        </message>
        <message>
            <source>Cut</source>
            <translation>Ausschneiden</translation>
        </message>
        <message>
            <source>Copy as JSON</source>
            <translation>Als JSON kopieren</translation>
        </message>
        <message>
            <source>Paste after</source>
            <translation>Dahinter einfügen</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>Verdoppeln</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Select all beside it</source>
            <translation>Alles daneben auswählen</translation>
        </message>
        <message>
            <source>Move up</source>
            <translation>Nach oben</translation>
        </message>
        <message>
            <source>Move down</source>
            <translation>Nach unten</translation>
        </message>
        <message>
            <source>Move out</source>
            <translation>Herausheben</translation>
        </message>
        <message>
            <source>Move into the next</source>
            <translation>In das nächste schieben</translation>
        </message>
        <message>
            <source>Group</source>
            <translation>Gruppieren</translation>
        </message>
        <message>
            <source>Wrap in a repeat</source>
            <translation>In eine Wiederholung fassen</translation>
        </message>
        <message>
            <source>Wrap in a residual branch</source>
            <translation>In einen Residualzweig fassen</translation>
        </message>
        <message>
            <source>Make parallel branches</source>
            <translation>Parallele Zweige bilden</translation>
        </message>
        <message>
            <source>Only in every k-th layer</source>
            <translation>Nur in jeder k-ten Schicht</translation>
        </message>
        <message>
            <source>Unwrap</source>
            <translation>Auspacken</translation>
        </message>
        <message>
            <source>Fold or unfold</source>
            <translation>Ein- oder ausklappen</translation>
        </message>
        <message>
            <source>Fold all</source>
            <translation>Alles einklappen</translation>
        </message>
        <message>
            <source>Unfold all</source>
            <translation>Alles ausklappen</translation>
        </message>
        <message>
            <source>Actual size</source>
            <translation>Wirkliche Größe</translation>
        </message>
        <message>
            <source>PyTorch</source>
            <translation>PyTorch</translation>
        </message>
        <message>
            <source>Compare with</source>
            <translation>Vergleichen mit</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>Nichts</translation>
        </message>
        <message>
            <source>Nothing is being compared.</source>
            <translation>Es wird nichts verglichen.</translation>
        </message>
        <message>
            <source>As it is now</source>
            <translation>Wie es jetzt ist</translation>
        </message>
        <message>
            <source>as it was</source>
            <translation>wie es war</translation>
        </message>
        <message>
            <source>Its file</source>
            <translation>Seine Datei</translation>
        </message>
        <message>
            <source>It was not saved to a file yet.</source>
            <translation>Es wurde noch in keiner Datei gespeichert.</translation>
        </message>
        <message>
            <source>A file…</source>
            <translation>Eine Datei…</translation>
        </message>
        <message>
            <source>Compare with an architecture</source>
            <translation>Mit einer Architektur vergleichen</translation>
        </message>
        <message>
            <source>%1: select an element first</source>
            <translation>%1: zuerst ein Element wählen</translation>
        </message>
        <message>
            <source>%1: select a repeat, a branch or a group first</source>
            <translation>%1: zuerst eine Wiederholung, einen Zweig oder eine Gruppe wählen</translation>
        </message>
        <message>
            <source>%1 stands in a slot of another block: select a block with such a slot first, for example an attention.</source>
            <translation>%1 steht in einem Platz eines anderen Bausteins: zuerst einen Baustein mit einem solchen Platz wählen, etwa eine Attention.</translation>
        </message>
        <message>
            <source>Architectures (*.json);;All files (*)</source>
            <translation>Architekturen (*.json);;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Not opened: %1</source>
            <translation>Nicht geöffnet: %1</translation>
        </message>
        <message>
            <source>The file may not be written: save elsewhere</source>
            <translation>Die Datei ist nicht beschreibbar: anderswo speichern</translation>
        </message>
        <message>
            <source>Export the diagram</source>
            <translation>Diagramm ausgeben</translation>
        </message>
        <message>
            <source>SVG (*.svg);;PDF (*.pdf);;PNG (*.png)</source>
            <translation>SVG (*.svg);;PDF (*.pdf);;PNG (*.png)</translation>
        </message>
        <message>
            <source>Exported %1.</source>
            <translation>%1 ausgegeben.</translation>
        </message>
        <message>
            <source>No source: %1</source>
            <translation>Kein Quelltext: %1</translation>
        </message>
        <message>
            <source>Export as PyTorch</source>
            <translation>Als PyTorch ausgeben</translation>
        </message>
        <message>
            <source>Python (*.py)</source>
            <translation>Python (*.py)</translation>
        </message>
        <message>
            <source>Not compared: %1</source>
            <translation>Nicht verglichen: %1</translation>
        </message>
        <message>
            <source>Headroom ended unexpectedly last time. This is what was being edited, as it was kept.</source>
            <translation>Headroom endete beim letzten Mal unerwartet. Dies war in Arbeit, so wie es aufgehoben wurde.</translation>
        </message>
        <message>
            <source>Drafts are not being kept: %1</source>
            <translation>Entwürfe werden nicht aufgehoben: %1</translation>
        </message>
        <message>
            <source>Mark what differs from a baseline</source>
            <translation>Markiert, was von einer Basis abweicht</translation>
        </message>
    </context>
    <context>
        <name>headroom::DeviceTile</name>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>the engine does not tell</source>
            <translation>die Engine sagt es nicht</translation>
        </message>
        <message>
            <source>memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>utilisation</source>
            <translation>Auslastung</translation>
        </message>
        <message>
            <source>op traffic</source>
            <translation>Verkehr der Operationen</translation>
        </message>
        <message>
            <source>DRAM traffic</source>
            <translation>DRAM-Verkehr</translation>
        </message>
        <message>
            <source>tensor units</source>
            <translation>Tensoreinheiten</translation>
        </message>
        <message>
            <source>power</source>
            <translation>Leistung</translation>
        </message>
        <message>
            <source>temperature</source>
            <translation>Temperatur</translation>
        </message>
        <message>
            <source>measured</source>
            <translation>gemessen</translation>
        </message>
        <message>
            <source>%1 °C</source>
            <translation>%1 °C</translation>
        </message>
        <message>
            <source>%1 W</source>
            <translation>%1 W</translation>
        </message>
        <message>
            <source>no run trains here</source>
            <translation>hier trainiert kein Lauf</translation>
        </message>
        <message>
            <source>modelled; the roof is not measured</source>
            <translation>berechnet; das Dach ist nicht gemessen</translation>
        </message>
        <message>
            <source>modelled; served from cache</source>
            <translation>berechnet; aus dem Cache bedient</translation>
        </message>
        <message>
            <source>modelled; %1 of the DRAM roof</source>
            <translation>berechnet; %1 des DRAM-Dachs</translation>
        </message>
    </context>
    <context>
        <name>headroom::DeviceTiles</name>
        <message>
            <source>Devices</source>
            <translation>Geräte</translation>
        </message>
        <message>
            <source>The engine has not told yet what this machine has.</source>
            <translation>Die Engine hat noch nicht gesagt, was dieser Rechner hat.</translation>
        </message>
    </context>
    <context>
        <name>headroom::DiagramCanvas</name>
        <message>
            <source>Architecture diagram</source>
            <translation>Diagramm der Architektur</translation>
        </message>
        <message>
            <source>Double-click a block at the left to begin.</source>
            <translation>Zum Beginnen links einen Baustein doppelklicken.</translation>
        </message>
        <message numerus="yes">
            <source>%n elements</source>
            <translation>
                <numerusform>%n Element</numerusform>
                <numerusform>%n Elemente</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>headroom::EngineClient</name>
        <message>
            <source>The engine has gone; looking for it.</source>
            <translation>Die Engine ist fort; sie wird gesucht.</translation>
        </message>
        <message>
            <source>No engine runs.</source>
            <translation>Es läuft keine Engine.</translation>
        </message>
    </context>
    <context>
        <name>headroom::EngineNotice</name>
        <message>
            <source>The engine is back. No run was lost.</source>
            <translation>Die Engine ist wieder da. Kein Lauf ging verloren.</translation>
        </message>
        <message>
            <source>The engine cannot be reached: %1 Runs that train go on without it; new ones wait until it is there.</source>
            <translation>Die Engine ist nicht erreichbar: %1 Läufe, die trainieren, gehen ohne sie weiter; neue warten, bis sie da ist.</translation>
        </message>
        <message>
            <source>Try again now</source>
            <translation>Jetzt erneut versuchen</translation>
        </message>
        <message>
            <source>Open its log</source>
            <translation>Protokoll öffnen</translation>
        </message>
    </context>
    <context>
        <name>headroom::FilesView</name>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Written</source>
            <translation>Geschrieben</translation>
        </message>
        <message>
            <source>Files of the run</source>
            <translation>Dateien des Laufs</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <source>%1 is not there any more.</source>
            <translation>%1 gibt es nicht mehr.</translation>
        </message>
        <message>
            <source>Select a run in the table.</source>
            <translation>Einen Lauf in der Tabelle wählen.</translation>
        </message>
        <message>
            <source>This run has no files on this machine.</source>
            <translation>Dieser Lauf hat auf diesem Rechner keine Dateien.</translation>
        </message>
        <message>
            <source>%1 files, %2</source>
            <translation>%1 Dateien, %2</translation>
        </message>
    </context>
    <context>
        <name>headroom::FilterLine</name>
        <message>
            <source>Filter: a name, or arm:rope state:running loss&lt;3.5</source>
            <translation>Filter: ein Name oder arm:rope state:running loss&lt;3.5</translation>
        </message>
        <message>
            <source>Filter of the runs</source>
            <translation>Filter der Läufe</translation>
        </message>
        <message>
            <source>&lt;qt&gt;Words look in the name. Fields: %1; with &amp;lt; or &amp;gt;: %2.&lt;br&gt;A comma: or. A minus before a term: not. 1..3: from one to three. Ctrl+Space completes.&lt;/qt&gt;</source>
            <translation>&lt;qt&gt;Wörter suchen im Namen. Felder: %1; mit &amp;lt; oder &amp;gt;: %2.&lt;br&gt;Ein Komma: oder. Ein Minus vor einem Ausdruck: nicht. 1..3: von eins bis drei. Strg+Leertaste vervollständigt.&lt;/qt&gt;</translation>
        </message>
    </context>
    <context>
        <name>headroom::GainChartView</name>
        <message>
            <source>Copy (picture and table)</source>
            <translation>Kopieren (Bild und Tabelle)</translation>
        </message>
        <message>
            <source>Save as PNG…</source>
            <translation>Als PNG speichern…</translation>
        </message>
        <message>
            <source>Save as SVG…</source>
            <translation>Als SVG speichern…</translation>
        </message>
        <message>
            <source>Save as PDF…</source>
            <translation>Als PDF speichern…</translation>
        </message>
        <message>
            <source>Save the gains as CSV…</source>
            <translation>Gewinne als CSV speichern…</translation>
        </message>
    </context>
    <context>
        <name>headroom::GuideWindow</name>
        <message>
            <source>User guide</source>
            <translation>Handbuch</translation>
        </message>
        <message>
            <source>Search in all chapters</source>
            <translation>In allen Kapiteln suchen</translation>
        </message>
        <message>
            <source>Search in the guide</source>
            <translation>Im Handbuch suchen</translation>
        </message>
        <message>
            <source>Chapters</source>
            <translation>Kapitel</translation>
        </message>
        <message>
            <source>Chapter</source>
            <translation>Kapitel</translation>
        </message>
    </context>
    <context>
        <name>headroom::HardwarePage</name>
        <message>
            <source>&amp;Model</source>
            <translation>&amp;Modell</translation>
        </message>
        <message>
            <source>What stands below the roofs</source>
            <translation>Was unter den Dächern steht</translation>
        </message>
        <message>
            <source>s&amp;cale</source>
            <translation>S&amp;kala</translation>
        </message>
        <message>
            <source>How big the template is</source>
            <translation>Wie groß die Vorlage ist</translation>
        </message>
        <message>
            <source>its own</source>
            <translation>die eigene</translation>
        </message>
        <message>
            <source>&amp;on</source>
            <translation>&amp;auf</translation>
        </message>
        <message>
            <source>Whose roofs</source>
            <translation>Wessen Dächer</translation>
        </message>
        <message>
            <source>&amp;Training</source>
            <translation>&amp;Training</translation>
        </message>
        <message>
            <source>One optimizer step, forward and backward</source>
            <translation>Ein Schritt des Optimierers, vorwärts und rückwärts</translation>
        </message>
        <message>
            <source>&amp;Prefill</source>
            <translation>&amp;Prefill</translation>
        </message>
        <message>
            <source>Reading a batch of full contexts</source>
            <translation>Einen Batch voller Kontexte lesen</translation>
        </message>
        <message>
            <source>&amp;Decode</source>
            <translation>&amp;Decode</translation>
        </message>
        <message>
            <source>One more token for every sequence of the batch, its context full</source>
            <translation>Ein weiteres Token für jede Sequenz des Batches, der Kontext voll</translation>
        </message>
        <message>
            <source>D&amp;atasheet</source>
            <translation>D&amp;atenblatt</translation>
        </message>
        <message>
            <source>Composed model</source>
            <translation>Entworfenes Modell</translation>
        </message>
        <message>
            <source>template %1</source>
            <translation>Vorlage %1</translation>
        </message>
        <message>
            <source>run %1, running</source>
            <translation>Lauf %1, läuft</translation>
        </message>
        <message>
            <source>run %1</source>
            <translation>Lauf %1</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>No roofs of a GPU were measured here</source>
            <translation>Die Dächer einer GPU wurden hier nicht gemessen</translation>
        </message>
        <message>
            <source>What the maker publishes, dashed</source>
            <translation>Was der Hersteller veröffentlicht, gestrichelt</translation>
        </message>
        <message>
            <source>There is no published value for %1 here</source>
            <translation>Für %1 gibt es hier keinen veröffentlichten Wert</translation>
        </message>
        <message>
            <source>Only templates are of any scale</source>
            <translation>Nur Vorlagen haben jede Skala</translation>
        </message>
        <message>
            <source>The roofs of this machine are not measured yet. “Measure this machine” does it in about a minute; then every block of the model stands here below its roof.</source>
            <translation>Die Dächer dieses Rechners sind noch nicht gemessen. „Diesen Rechner messen“ tut es in etwa einer Minute; dann steht jeder Baustein des Modells hier unter seinem Dach.</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1, %2</translation>
        </message>
        <message>
            <source>This run carries no architecture: %1</source>
            <translation>Dieser Lauf trägt keine Architektur: %1</translation>
        </message>
        <message>
            <source>What is composed cannot be built; Compose shows the block and the reason. Or choose a template above.</source>
            <translation>Was entworfen ist, lässt sich nicht bauen; der Entwurf zeigt Baustein und Grund. Oder oben eine Vorlage wählen.</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>Punkte</translation>
        </message>
        <message>
            <source>No block is placed yet.</source>
            <translation>Es ist noch kein Baustein gesetzt.</translation>
        </message>
        <message>
            <source>What would move it</source>
            <translation>Was würde es verschieben</translation>
        </message>
        <message>
            <source>Changes are counted from a model's roofline.</source>
            <translation>Änderungen werden von der Roofline eines Modells aus gezählt.</translation>
        </message>
        <message>
            <source>One step</source>
            <translation>Ein Schritt</translation>
        </message>
        <message>
            <source>Roofline</source>
            <translation>Roofline</translation>
        </message>
        <message>
            <source>area: time · filled: forward, ring: backward · a click opens the block</source>
            <translation>Fläche: Zeit · voll: vorwärts, Ring: rückwärts · ein Klick öffnet den Baustein</translation>
        </message>
        <message>
            <source>Roofline of %1, one training step</source>
            <translation>Roofline von %1, ein Trainingsschritt</translation>
        </message>
        <message>
            <source>Roofline of %1, prefill</source>
            <translation>Roofline von %1, Prefill</translation>
        </message>
        <message>
            <source>One prefill</source>
            <translation>Ein Prefill</translation>
        </message>
        <message>
            <source>Roofline of %1, one decoded token</source>
            <translation>Roofline von %1, ein decodiertes Token</translation>
        </message>
        <message>
            <source>One decoded token</source>
            <translation>Ein decodiertes Token</translation>
        </message>
        <message>
            <source>%1, %2 sequences; modelled at measured roofs</source>
            <translation>%1, %2 Sequenzen; an gemessenen Dächern berechnet</translation>
        </message>
        <message>
            <source>Arrows: %1. </source>
            <translation>Pfeile: %1. </translation>
        </message>
        <message>
            <source>%1: %2, modelled</source>
            <translation>%1: %2, berechnet</translation>
        </message>
        <message>
            <source>; %1, measured</source>
            <translation>; %1, gemessen</translation>
        </message>
        <message>
            <source> · %1</source>
            <translation> · %1</translation>
        </message>
    </context>
    <context>
        <name>headroom::Inspector</name>
        <message>
            <source>Inspector</source>
            <translation>Inspektor</translation>
        </message>
        <message>
            <source>What is inside stands so many times in a row, each with weights of its own.</source>
            <translation>Der Inhalt steht so oft hintereinander, jedes Mal mit eigenen Gewichten.</translation>
        </message>
        <message>
            <source>y = x + branch(x): the stream passes by and the branch is added to it.</source>
            <translation>y = x + Zweig(x): Der Strom läuft vorbei, und der Zweig wird addiert.</translation>
        </message>
        <message>
            <source>One after the other: a branch of several blocks.</source>
            <translation>Eines nach dem anderen: ein Zweig aus mehreren Bausteinen.</translation>
        </message>
        <message>
            <source>Each element inside is a branch of its own on the same input; their results are joined.</source>
            <translation>Jedes Element darin ist ein eigener Zweig auf derselben Eingabe; die Ergebnisse werden vereint.</translation>
        </message>
        <message>
            <source>Stands only in every k-th layer of the repeat around it.</source>
            <translation>Steht nur in jeder k-ten Schicht der Wiederholung darum.</translation>
        </message>
        <message>
            <source>Remembers the stream, or what its own blocks make of it, for a later use.</source>
            <translation>Merkt sich den Strom, oder was die eigenen Bausteine daraus machen, für spätere Verwendung.</translation>
        </message>
        <message>
            <source>Brings back what was tapped before.</source>
            <translation>Holt zurück, was zuvor abgegriffen wurde.</translation>
        </message>
        <message>
            <source>MODEL</source>
            <translation>MODELL</translation>
        </message>
        <message>
            <source>name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>what the architecture is called</source>
            <translation>wie die Architektur heißt</translation>
        </message>
        <message>
            <source>a whole number, or an expression over other sizes such as 4*width</source>
            <translation>eine ganze Zahl oder ein Ausdruck über andere Größen wie 4*width</translation>
        </message>
        <message>
            <source>RECIPE</source>
            <translation>REZEPT</translation>
        </message>
        <message>
            <source>optimizer steps</source>
            <translation>Schritte des Optimierers</translation>
        </message>
        <message>
            <source>sequences an optimizer step</source>
            <translation>Sequenzen je Schritt des Optimierers</translation>
        </message>
        <message>
            <source>equal parts the batch is computed in; more parts need less memory</source>
            <translation>gleiche Teile, in denen der Batch gerechnet wird; mehr Teile brauchen weniger Speicher</translation>
        </message>
        <message>
            <source>sequences of the first step, whole micro-batches; 0 = the whole batch from the start on</source>
            <translation>Sequenzen des ersten Schritts, ganze Mikrobatches; 0 = von Anfang an der ganze Batch</translation>
        </message>
        <message>
            <source>steps in which the batch grows from batch_start to all of it</source>
            <translation>Schritte, in denen der Batch von batch_start auf den ganzen wächst</translation>
        </message>
        <message>
            <source>how a gradient becomes a step</source>
            <translation>wie aus einem Gradienten ein Schritt wird</translation>
        </message>
        <message>
            <source>the peak, after warm-up</source>
            <translation>der Höchstwert, nach dem Aufwärmen</translation>
        </message>
        <message>
            <source>after the last step, unless the schedule is constant</source>
            <translation>nach dem letzten Schritt, wenn der Zeitplan nicht konstant ist</translation>
        </message>
        <message>
            <source>how the learning rate goes on after warm-up</source>
            <translation>wie die Lernrate nach dem Aufwärmen weitergeht</translation>
        </message>
        <message>
            <source>steps, linear from 0</source>
            <translation>Schritte, linear von 0</translation>
        </message>
        <message>
            <source>share of the steps in which the schedule wsd falls</source>
            <translation>Anteil der Schritte, in denen der Zeitplan wsd fällt</translation>
        </message>
        <message>
            <source>how it falls: linear, or as 1 − √t</source>
            <translation>wie sie fällt: linear oder wie 1 − √t</translation>
        </message>
        <message>
            <source>on matrices and tables only</source>
            <translation>nur auf Matrizen und Tabellen</translation>
        </message>
        <message>
            <source>largest global norm of the gradient; 0 = off</source>
            <translation>größte Gesamtnorm des Gradienten; 0 = aus</translation>
        </message>
        <message>
            <source>share of activations zeroed in training</source>
            <translation>Anteil der im Training genullten Aktivierungen</translation>
        </message>
        <message>
            <source>share of the target spread over the vocabulary, in training only</source>
            <translation>Anteil des Ziels, der über das Vokabular verteilt wird, nur im Training</translation>
        </message>
        <message>
            <source>of the weights over steps, validated and exported instead of the last ones</source>
            <translation>der Gewichte über die Schritte, statt der letzten geprüft und ausgegeben</translation>
        </message>
        <message>
            <source>of the average ema: the share that it keeps a step</source>
            <translation>beim Mittel ema: der Anteil, den es je Schritt behält</translation>
        </message>
        <message>
            <source>share of the steps whose weights the average last takes in</source>
            <translation>Anteil der Schritte, deren Gewichte das Mittel last aufnimmt</translation>
        </message>
        <message>
            <source>steps between evaluations; 0 = only after the last</source>
            <translation>Schritte zwischen Auswertungen; 0 = nur nach dem letzten</translation>
        </message>
        <message>
            <source>steps between checkpoints; 0 = only after the last</source>
            <translation>Schritte zwischen Prüfpunkten; 0 = nur nach dem letzten</translation>
        </message>
        <message>
            <source>seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <source>the same seed gives the same weights and the same order of data</source>
            <translation>derselbe Seed gibt dieselben Gewichte und dieselbe Reihenfolge der Daten</translation>
        </message>
        <message>
            <source>count</source>
            <translation>Anzahl</translation>
        </message>
        <message>
            <source>every</source>
            <translation>jede</translation>
        </message>
        <message>
            <source>a whole number, or an expression over the sizes such as layers</source>
            <translation>eine ganze Zahl oder ein Ausdruck über die Größen wie layers</translation>
        </message>
        <message>
            <source> × %1</source>
            <translation> × %1</translation>
        </message>
        <message>
            <source>shape in</source>
            <translation>Form herein</translation>
        </message>
        <message>
            <source>B sequences, T tokens each</source>
            <translation>B Sequenzen, je T Tokens</translation>
        </message>
        <message>
            <source>shape out</source>
            <translation>Form hinaus</translation>
        </message>
        <message>
            <source>parameters</source>
            <translation>Parameter</translation>
        </message>
        <message>
            <source>FLOPs a token, forward</source>
            <translation>FLOPs je Token, vorwärts</translation>
        </message>
        <message>
            <source>a multiply-add counts as two</source>
            <translation>eine Multiplikation mit Addition zählt als zwei</translation>
        </message>
        <message>
            <source>bytes touched a token</source>
            <translation>berührte Bytes je Token</translation>
        </message>
        <message>
            <source>read and written by its ops in a forward pass, each tensor once</source>
            <translation>von den Operationen im Vorwärtslauf gelesen und geschrieben, jeder Tensor einmal</translation>
        </message>
        <message>
            <source>activations (batch %1)</source>
            <translation>Aktivierungen (Batch %1)</translation>
        </message>
        <message>
            <source>kept for the backward pass</source>
            <translation>für den Rückwärtslauf aufgehoben</translation>
        </message>
        <message>
            <source>FLOPs a token, training</source>
            <translation>FLOPs je Token, Training</translation>
        </message>
        <message>
            <source>forward and backward, nothing recomputed</source>
            <translation>vorwärts und rückwärts, nichts neu berechnet</translation>
        </message>
        <message>
            <source>FLOPs a step</source>
            <translation>FLOPs je Schritt</translation>
        </message>
        <message>
            <source>bytes touched a step</source>
            <translation>berührte Bytes je Schritt</translation>
        </message>
        <message>
            <source>weights</source>
            <translation>Gewichte</translation>
        </message>
        <message>
            <source>gradients</source>
            <translation>Gradienten</translation>
        </message>
        <message>
            <source>optimizer state</source>
            <translation>Zustand des Optimierers</translation>
        </message>
        <message>
            <source>activations</source>
            <translation>Aktivierungen</translation>
        </message>
        <message>
            <source>KV-cache a token</source>
            <translation>KV-Cache je Token</translation>
        </message>
        <message>
            <source>label</source>
            <translation>Marke</translation>
        </message>
        <message>
            <source>what a tap and its use have in common; skip-{layer} has the number of the layer in it</source>
            <translation>was ein Abgriff und seine Verwendung gemeinsam haben; skip-{layer} enthält die Nummer der Schicht</translation>
        </message>
        <message>
            <source>by which arms and reports find this element; may be empty</source>
            <translation>unter diesem Namen finden Arme und Berichte das Element; darf leer sein</translation>
        </message>
        <message>
            <source>THIS ELEMENT%1 · MODELLED%2</source>
            <translation>DIESES ELEMENT%1 · BERECHNET%2</translation>
        </message>
        <message>
            <source> …</source>
            <translation> …</translation>
        </message>
        <message>
            <source>keys and values kept while decoding</source>
            <translation>Schlüssel und Werte, die beim Decodieren aufgehoben werden</translation>
        </message>
        <message>
            <source>share of a step</source>
            <translation>Anteil an einem Schritt</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>%1, forward and backward, at the measured roofs</source>
            <translation>%1, vorwärts und rückwärts, an den gemessenen Dächern</translation>
        </message>
        <message>
            <source>bound here by</source>
            <translation>hier begrenzt durch</translation>
        </message>
        <message>
            <source>memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>compute</source>
            <translation>Rechnung</translation>
        </message>
        <message>
            <source>which of its arithmetic and its traffic takes longer at the measured roofs</source>
            <translation>was an den gemessenen Dächern länger dauert, die Rechnung oder der Verkehr</translation>
        </message>
        <message>
            <source>not measured</source>
            <translation>nicht gemessen</translation>
        </message>
        <message>
            <source>THIS MODEL · MODELLED%1</source>
            <translation>DIESES MODELL · BERECHNET%1</translation>
        </message>
    </context>
    <context>
        <name>headroom::LearnPage</name>
        <message>
            <source>Learn</source>
            <translation>Lernen</translation>
        </message>
        <message>
            <source>Lessons stand beside the real window: you do each step yourself, on your own machine. Leave one at any time; it goes on where you were.</source>
            <translation>Lektionen stehen neben dem wirklichen Fenster: Jeder Schritt wird selbst getan, auf dem eigenen Rechner. Eine Lektion lässt sich jederzeit verlassen und geht dort weiter, wo sie war.</translation>
        </message>
        <message>
            <source>A lesson was left out. %1</source>
            <translation>Eine Lektion wurde ausgelassen. %1</translation>
        </message>
        <message>
            <source>Begin anew</source>
            <translation>Neu beginnen</translation>
        </message>
        <message>
            <source>Begin anew: %1</source>
            <translation>Neu beginnen: %1</translation>
        </message>
        <message>
            <source>about %1 minutes on two cores</source>
            <translation>etwa %1 Minuten auf zwei Kernen</translation>
        </message>
        <message>
            <source>step %1 of %2</source>
            <translation>Schritt %1 von %2</translation>
        </message>
        <message>
            <source>Open at the right · %1 · %2</source>
            <translation>Rechts geöffnet · %1 · %2</translation>
        </message>
        <message>
            <source>✓ Finished · %1</source>
            <translation>✓ Beendet · %1</translation>
        </message>
        <message>
            <source>Begun · %1 · %2</source>
            <translation>Begonnen · %1 · %2</translation>
        </message>
        <message>
            <source>Once more</source>
            <translation>Noch einmal</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Weitermachen</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>Beginnen</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>It is open at the right</source>
            <translation>Sie ist rechts geöffnet</translation>
        </message>
    </context>
    <context>
        <name>headroom::LessonGuide</name>
        <message>
            <source>Open %1 for me</source>
            <translation>%1 öffnen</translation>
        </message>
        <message>
            <source>Show me the page</source>
            <translation>Seite zeigen</translation>
        </message>
    </context>
    <context>
        <name>headroom::LessonPanel</name>
        <message>
            <source>Back</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <source>Leave</source>
            <translation>Verlassen</translation>
        </message>
        <message>
            <source>Hint</source>
            <translation>Hinweis</translation>
        </message>
        <message>
            <source>Go there</source>
            <translation>Dorthin</translation>
        </message>
        <message>
            <source>Lesson</source>
            <translation>Lektion</translation>
        </message>
        <message>
            <source>Steps of the lesson</source>
            <translation>Schritte der Lektion</translation>
        </message>
        <message>
            <source>Takes the keyboard to the marked control, and back (F6)</source>
            <translation>Bringt die Tastatur zum markierten Bedienelement und zurück (F6)</translation>
        </message>
        <message>
            <source>Closes the lesson; it goes on here when you come back</source>
            <translation>Schließt die Lektion; beim Wiederkommen geht sie hier weiter</translation>
        </message>
        <message>
            <source>Step %1 of %2</source>
            <translation>Schritt %1 von %2</translation>
        </message>
        <message>
            <source>Not yet: %1</source>
            <translation>Noch nicht: %1</translation>
        </message>
        <message>
            <source>Marked: %1</source>
            <translation>Markiert: %1</translation>
        </message>
        <message>
            <source>The step before (%1)</source>
            <translation>Der Schritt davor (%1)</translation>
        </message>
        <message>
            <source>This is the first step</source>
            <translation>Dies ist der erste Schritt</translation>
        </message>
        <message>
            <source>Skip</source>
            <translation>Überspringen</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>On (%1)</source>
            <translation>Weiter (%1)</translation>
        </message>
        <message>
            <source>On without doing this (%1)</source>
            <translation>Weiter, ohne dies zu tun (%1)</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Getan</translation>
        </message>
    </context>
    <context>
        <name>headroom::LessonProgress</name>
        <message>
            <source>Where you were in the lessons cannot be read, so they begin anew; the file is kept as %1. %2</source>
            <translation>Der Stand der Lektionen ist nicht lesbar, also beginnen sie neu; die Datei bleibt als %1. %2</translation>
        </message>
        <message>
            <source>Where you were in the lessons was written by a newer Headroom; it is left as it is, and this program keeps no places. Update Headroom to go on there.</source>
            <translation>Der Stand der Lektionen stammt von einem neueren Headroom; er bleibt, wie er ist, und dieses Programm merkt sich keinen. Headroom aktualisieren, um dort weiterzumachen.</translation>
        </message>
        <message>
            <source>Where you are in the lessons cannot be kept: %1</source>
            <translation>Der Stand der Lektionen lässt sich nicht aufheben: %1</translation>
        </message>
    </context>
    <context>
        <name>headroom::LogDialog</name>
        <message>
            <source>Read again</source>
            <translation>Erneut lesen</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>%1: there is no log yet, or it lies on another machine.</source>
            <translation>%1: Es gibt noch kein Protokoll, oder es liegt auf einem anderen Rechner.</translation>
        </message>
        <message>
            <source>%1, its end</source>
            <translation>%1, das Ende</translation>
        </message>
    </context>
    <context>
        <name>headroom::LogView</name>
        <message>
            <source>&amp;Follow</source>
            <translation>&amp;Folgen</translation>
        </message>
        <message>
            <source>Log of the run</source>
            <translation>Protokoll des Laufs</translation>
        </message>
        <message>
            <source>Find in the log</source>
            <translation>Im Protokoll finden</translation>
        </message>
        <message>
            <source>Keep the newest line in sight</source>
            <translation>Die neueste Zeile im Blick behalten</translation>
        </message>
        <message>
            <source>Select a run in the table.</source>
            <translation>Einen Lauf in der Tabelle wählen.</translation>
        </message>
        <message>
            <source>The log is empty so far.</source>
            <translation>Das Protokoll ist noch leer.</translation>
        </message>
        <message>
            <source>The last %1 of %2 bytes; all of it lies in the run's folder.</source>
            <translation>Die letzten %1 von %2 Bytes; alles liegt im Ordner des Laufs.</translation>
        </message>
        <message>
            <source>Not in the part of the log that is shown.</source>
            <translation>Nicht im gezeigten Teil des Protokolls.</translation>
        </message>
    </context>
    <context>
        <name>headroom::MachinePanel</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Roofs of this machine</source>
            <translation>Dächer dieses Rechners</translation>
        </message>
        <message>
            <source>Progress of the measurement</source>
            <translation>Fortschritt der Messung</translation>
        </message>
        <message>
            <source>Ends the measurement; the roofs stay as they are</source>
            <translation>Beendet die Messung; die Dächer bleiben, wie sie sind</translation>
        </message>
        <message>
            <source>Nobody has measured yet what this machine reaches. It takes about a minute and all cores; then every block is shown below its roof.</source>
            <translation>Noch hat niemand gemessen, was dieser Rechner erreicht. Es dauert etwa eine Minute und braucht alle Kerne; dann steht jeder Baustein unter seinem Dach.</translation>
        </message>
        <message>
            <source>Waiting: a run trains, and would make the roofs too low. Measuring begins when it has ended.</source>
            <translation>Warten: Ein Lauf trainiert und würde die Dächer zu niedrig machen. Die Messung beginnt, wenn er zu Ende ist.</translation>
        </message>
        <message>
            <source>Measuring…</source>
            <translation>Messung läuft…</translation>
        </message>
        <message>
            <source>Measuring %1 (%2 of %3)</source>
            <translation>%1 wird gemessen (%2 von %3)</translation>
        </message>
        <message>
            <source>Measure again</source>
            <translation>Erneut messen</translation>
        </message>
        <message>
            <source>Measure this machine</source>
            <translation>Diesen Rechner messen</translation>
        </message>
        <message>
            <source>Measures memory bandwidth, matrix products and attention, and checks every kernel</source>
            <translation>Misst Speicherbandbreite, Matrixprodukte und Attention und prüft jeden Kernel</translation>
        </message>
    </context>
    <context>
        <name>headroom::MainWindow</name>
        <message>
            <source>Headroom — %1</source>
            <translation>Headroom — %1</translation>
        </message>
        <message>
            <source>Open &amp;recent</source>
            <translation>&amp;Zuletzt geöffnet</translation>
        </message>
        <message>
            <source>Show the &amp;folder of the runs</source>
            <translation>&amp;Ordner der Läufe zeigen</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>Runs go on; the window can be opened again at any time</source>
            <translation>Läufe gehen weiter; das Fenster lässt sich jederzeit wieder öffnen</translation>
        </message>
        <message>
            <source>&amp;Find anything…</source>
            <translation>Alles &amp;finden…</translation>
        </message>
        <message>
            <source>F&amp;ull screen</source>
            <translation>&amp;Vollbild</translation>
        </message>
        <message>
            <source>Train the &amp;demo</source>
            <translation>&amp;Demo trainieren</translation>
        </message>
        <message>
            <source>&amp;Theme</source>
            <translation>&amp;Farben</translation>
        </message>
        <message>
            <source>As the &amp;system</source>
            <translation>Wie das &amp;System</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>&amp;Hell</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>&amp;Dunkel</translation>
        </message>
        <message>
            <source>&amp;Keyboard shortcuts</source>
            <translation>&amp;Tasten</translation>
        </message>
        <message>
            <source>&amp;About Headroom</source>
            <translation>Ü&amp;ber Headroom</translation>
        </message>
        <message>
            <source>Page</source>
            <translation>Seite</translation>
        </message>
        <message>
            <source>CPU %1 threads</source>
            <translation>CPU %1 Threads</translation>
        </message>
        <message>
            <source>Ctrl+K finds anything</source>
            <translation>Strg+K findet alles</translation>
        </message>
        <message>
            <source>Engine</source>
            <translation>Engine</translation>
        </message>
        <message>
            <source>Engine: connecting…</source>
            <translation>Engine: wird verbunden…</translation>
        </message>
        <message>
            <source>Engine: not started yet</source>
            <translation>Engine: noch nicht gestartet</translation>
        </message>
        <message>
            <source>%1 running · %2 queued</source>
            <translation>%1 laufend · %2 wartend</translation>
        </message>
        <message>
            <source>free disk %1</source>
            <translation>frei auf der Platte %1</translation>
        </message>
        <message>
            <source>Engine %1</source>
            <translation>Engine %1</translation>
        </message>
        <message>
            <source>Open a &amp;file…</source>
            <translation>D&amp;atei öffnen…</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>S&amp;prache</translation>
        </message>
        <message>
            <source>The language changes at the next start of the window. Runs go on meanwhile.</source>
            <translation>Die Sprache wechselt beim nächsten Start des Fensters. Läufe gehen derweil weiter.</translation>
        </message>
        <message>
            <source>Start again now</source>
            <translation>Jetzt neu starten</translation>
        </message>
        <message>
            <source>User &amp;guide</source>
            <translation>&amp;Handbuch</translation>
        </message>
        <message>
            <source>&amp;Log of the engine</source>
            <translation>&amp;Protokoll der Engine</translation>
        </message>
        <message>
            <source>Log of the engine</source>
            <translation>Protokoll der Engine</translation>
        </message>
        <message>
            <source>Open a file</source>
            <translation>Datei öffnen</translation>
        </message>
        <message>
            <source>Files of Headroom (*.json *.headroom.zip *.csv *.txt *tfevents* *.db);;All files (*)</source>
            <translation>Dateien von Headroom (*.json *.headroom.zip *.csv *.txt *tfevents* *.db);;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Log of the run</source>
            <translation>Protokoll des Laufs</translation>
        </message>
        <message>
            <source>%1 lies elsewhere; save it on this machine first.</source>
            <translation>%1 liegt anderswo; zuerst auf diesem Rechner speichern.</translation>
        </message>
    </context>
    <context>
        <name>headroom::MatrixModel</name>
        <message>
            <source>planned</source>
            <translation>geplant</translation>
        </message>
        <message>
            <source>running</source>
            <translation>läuft</translation>
        </message>
        <message>
            <source>waiting for the next run</source>
            <translation>wartet auf den nächsten Lauf</translation>
        </message>
        <message>
            <source>completed</source>
            <translation>fertig</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>fehlgeschlagen</translation>
        </message>
        <message>
            <source>diverged</source>
            <translation>divergiert</translation>
        </message>
        <message>
            <source>dropped by the ladder</source>
            <translation>von der Leiter verworfen</translation>
        </message>
        <message>
            <source>dropped</source>
            <translation>verworfen</translation>
        </message>
        <message>
            <source>%1, %2, seed %3: %4; %5 of %6 runs completed, %7 running, %8 failed, %9 diverged</source>
            <translation>%1, %2, Seed %3: %4; %5 von %6 Läufen fertig, %7 laufen, %8 fehlgeschlagen, %9 divergiert</translation>
        </message>
        <message>
            <source>scale %1, seed %2</source>
            <translation>Skala %1, Seed %2</translation>
        </message>
    </context>
    <context>
        <name>headroom::MatrixView</name>
        <message>
            <source>Runs: arm × scale × seed</source>
            <translation>Läufe: Arm × Skala × Seed</translation>
        </message>
        <message>
            <source>Copy the table as CSV</source>
            <translation>Tabelle als CSV kopieren</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>ja</translation>
        </message>
        <message>
            <source>no</source>
            <translation>nein</translation>
        </message>
    </context>
    <context>
        <name>headroom::NewStudySheet</name>
        <message>
            <source>New study</source>
            <translation>Neue Studie</translation>
        </message>
        <message>
            <source>1  Baseline</source>
            <translation>1  Basis</translation>
        </message>
        <message>
            <source>2  Arms</source>
            <translation>2  Arme</translation>
        </message>
        <message>
            <source>3  Scales, seeds, rates</source>
            <translation>3  Skalen, Seeds, Raten</translation>
        </message>
        <message>
            <source>4  Plan</source>
            <translation>4  Plan</translation>
        </message>
        <message>
            <source>What is missing</source>
            <translation>Was fehlt</translation>
        </message>
        <message>
            <source>Sa&amp;ve as file…</source>
            <translation>Als &amp;Datei speichern…</translation>
        </message>
        <message>
            <source>&amp;Copy command</source>
            <translation>Befehl &amp;kopieren</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>&amp;Back</source>
            <translation>&amp;Zurück</translation>
        </message>
        <message>
            <source>&amp;Next</source>
            <translation>&amp;Weiter</translation>
        </message>
        <message>
            <source>&amp;Start</source>
            <translation>&amp;Starten</translation>
        </message>
        <message>
            <source>This is the first step</source>
            <translation>Dies ist der erste Schritt</translation>
        </message>
        <message>
            <source>Planning…</source>
            <translation>Wird geplant…</translation>
        </message>
        <message>
            <source>The engine carries it out; the window may be closed</source>
            <translation>Die Engine führt sie aus; das Fenster darf geschlossen werden</translation>
        </message>
        <message>
            <source>Save the definition</source>
            <translation>Definition speichern</translation>
        </message>
        <message>
            <source>%1 cannot be written; choose another place.</source>
            <translation>%1 ist nicht beschreibbar; einen anderen Ort wählen.</translation>
        </message>
        <message>
            <source>Edit %1</source>
            <translation>%1 bearbeiten</translation>
        </message>
        <message>
            <source>This is the definition of a study that is there</source>
            <translation>Dies ist die Definition einer vorhandenen Studie</translation>
        </message>
        <message>
            <source>N&amp;oise</source>
            <translation>R&amp;auschen</translation>
        </message>
        <message>
            <source>Noise</source>
            <translation>Rauschen</translation>
        </message>
        <message>
            <source>What the smallest gain rests on: spread of the loss over seeds, and its slope at the end</source>
            <translation>Worauf der kleinste Gewinn beruht: Streuung des Verlusts über Seeds und seine Steigung am Ende</translation>
        </message>
        <message>
            <source>as the definition states, else assumed</source>
            <translation>wie die Definition sagt, sonst angenommen</translation>
        </message>
        <message>
            <source>of the baseline's runs of %1</source>
            <translation>der Läufe der Basis von %1</translation>
        </message>
        <message>
            <source>As &amp;JSON</source>
            <translation>Als &amp;JSON</translation>
        </message>
        <message>
            <source>C&amp;hange the study</source>
            <translation>Studie ä&amp;ndern</translation>
        </message>
        <message>
            <source>All of the definition as text, also what the form does not show</source>
            <translation>Die ganze Definition als Text, auch was das Formular nicht zeigt</translation>
        </message>
        <message>
            <source>Makes a new version: runs that it still means are kept, others count no longer</source>
            <translation>Bildet eine neue Fassung: Läufe, die sie noch meint, bleiben, andere zählen nicht mehr</translation>
        </message>
    </context>
    <context>
        <name>headroom::NoticeBar</name>
        <message>
            <source>Problem: %1</source>
            <translation>Problem: %1</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>headroom::Painting</name>
        <message>
            <source>FLOPs a byte touched</source>
            <translation>FLOPs je berührtem Byte</translation>
        </message>
        <message>
            <source>published</source>
            <translation>veröffentlicht</translation>
        </message>
        <message>
            <source>measured</source>
            <translation>gemessen</translation>
        </message>
        <message>
            <source>%1, backward</source>
            <translation>%1, rückwärts</translation>
        </message>
    </context>
    <context>
        <name>headroom::PlanDialog</name>
        <message>
            <source>Add seeds to %1</source>
            <translation>Seeds zu %1 hinzufügen</translation>
        </message>
        <message>
            <source>Plan of %1</source>
            <translation>Plan von %1</translation>
        </message>
        <message>
            <source>Seeds to add, for every arm and scale (there are %1):</source>
            <translation>Hinzuzufügende Seeds, für jeden Arm und jede Skala (es gibt %1):</translation>
        </message>
        <message>
            <source>Seeds to add</source>
            <translation>Hinzuzufügende Seeds</translation>
        </message>
        <message>
            <source>Add seeds</source>
            <translation>Seeds hinzufügen</translation>
        </message>
        <message>
            <source>All of these seeds are in the study already; give others.</source>
            <translation>Alle diese Seeds sind schon in der Studie; andere angeben.</translation>
        </message>
        <message>
            <source>Planning…</source>
            <translation>Wird geplant…</translation>
        </message>
        <message>
            <source>&amp;Copy command</source>
            <translation>Befehl &amp;kopieren</translation>
        </message>
        <message>
            <source>The command line that adds these seeds</source>
            <translation>Die Befehlszeile, die diese Seeds hinzufügt</translation>
        </message>
    </context>
    <context>
        <name>headroom::PlanView</name>
        <message>
            <source>“%1” is no seed: write whole numbers from 0, such as 1, 2, 3 or 1-5.</source>
            <translation>„%1“ ist kein Seed: ganze Zahlen ab 0 angeben, etwa 1, 2, 3 oder 1-5.</translation>
        </message>
        <message>
            <source>Why it cannot start</source>
            <translation>Warum sie nicht starten kann</translation>
        </message>
        <message>
            <source>Planning: opening the data, building every arm at every scale…</source>
            <translation>Wird geplant: Daten öffnen, jeden Arm in jeder Skala bauen…</translation>
        </message>
        <message>
            <source>warning: %1</source>
            <translation>Warnung: %1</translation>
        </message>
    </context>
    <context>
        <name>headroom::QueueModel</name>
        <message>
            <source>#%1</source>
            <translation>#%1</translation>
        </message>
        <message>
            <source>now</source>
            <translation>jetzt</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Platz</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>Vorrang</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>Schritte</translation>
        </message>
    </context>
    <context>
        <name>headroom::QueueView</name>
        <message>
            <source>Earlier</source>
            <translation>Früher</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Später</translation>
        </message>
        <message>
            <source>Take out</source>
            <translation>Herausnehmen</translation>
        </message>
        <message>
            <source>What trains and what waits, in the order of starting</source>
            <translation>Was trainiert und was wartet, in der Reihenfolge des Starts</translation>
        </message>
        <message>
            <source>Select a run of the queue first</source>
            <translation>Zuerst einen Lauf der Warteschlange wählen</translation>
        </message>
        <message>
            <source>This run trains already</source>
            <translation>Dieser Lauf trainiert schon</translation>
        </message>
        <message>
            <source>One place up (Alt+Up)</source>
            <translation>Einen Platz nach oben (Alt+Auf)</translation>
        </message>
        <message>
            <source>It is the next one already</source>
            <translation>Er ist schon der nächste</translation>
        </message>
        <message>
            <source>One place down (Alt+Down)</source>
            <translation>Einen Platz nach unten (Alt+Ab)</translation>
        </message>
        <message>
            <source>It is the last one already</source>
            <translation>Er ist schon der letzte</translation>
        </message>
        <message>
            <source>It does not start; it can be resumed later</source>
            <translation>Er beginnt nicht; er lässt sich später fortsetzen</translation>
        </message>
        <message>
            <source>Nothing trains or waits. Compose starts a run; Clone repeats one.</source>
            <translation>Nichts trainiert oder wartet. Der Entwurf startet einen Lauf; Verdoppeln wiederholt einen.</translation>
        </message>
        <message>
            <source>Drag a waiting run, or move it with Alt+Up and Alt+Down.</source>
            <translation>Einen wartenden Lauf ziehen oder mit Alt+Auf und Alt+Ab verschieben.</translation>
        </message>
    </context>
    <context>
        <name>headroom::RecentFiles</name>
        <message>
            <source>No file was opened yet</source>
            <translation>Es wurde noch keine Datei geöffnet</translation>
        </message>
        <message>
            <source>&amp;Clear the list</source>
            <translation>&amp;Liste leeren</translation>
        </message>
    </context>
    <context>
        <name>headroom::ResultsView</name>
        <message>
            <source>Gains</source>
            <translation>Gewinne</translation>
        </message>
        <message>
            <source>Along the loss</source>
            <translation>Entlang des Verlusts</translation>
        </message>
        <message>
            <source>Together</source>
            <translation>Zusammen</translation>
        </message>
        <message>
            <source>Learning rates</source>
            <translation>Lernraten</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>Zahlen</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>Hinweise</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>Skala</translation>
        </message>
        <message>
            <source>Arm</source>
            <translation>Arm</translation>
        </message>
        <message>
            <source>Sca&amp;le</source>
            <translation>S&amp;kala</translation>
        </message>
        <message>
            <source>A&amp;rm</source>
            <translation>A&amp;rm</translation>
        </message>
        <message>
            <source>No arm of this study holds several changes that also stand alone.</source>
            <translation>Kein Arm dieser Studie enthält mehrere Änderungen, die auch einzeln stehen.</translation>
        </message>
        <message>
            <source>Only where every arm's rate is searched is there a gain at the shared rate beside the tuned one (--full).</source>
            <translation>Nur wo die Rate jedes Arms gesucht wird, gibt es neben dem eigenen einen Gewinn bei der gemeinsamen Rate (--full).</translation>
        </message>
        <message>
            <source>Nothing to note.</source>
            <translation>Nichts anzumerken.</translation>
        </message>
        <message>
            <source>Notes (%1)</source>
            <translation>Hinweise (%1)</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>Planung</translation>
        </message>
    </context>
    <context>
        <name>headroom::RooflineView</name>
        <message>
            <source>Roofline</source>
            <translation>Roofline</translation>
        </message>
        <message>
            <source>Copy the picture</source>
            <translation>Bild kopieren</translation>
        </message>
        <message>
            <source>Copy the points as CSV</source>
            <translation>Punkte als CSV kopieren</translation>
        </message>
        <message>
            <source>Save as…</source>
            <translation>Speichern unter…</translation>
        </message>
        <message>
            <source>Save the roofline</source>
            <translation>Roofline speichern</translation>
        </message>
        <message>
            <source>Pictures and tables (*.svg *.png *.pdf *.csv)</source>
            <translation>Bilder und Tabellen (*.svg *.png *.pdf *.csv)</translation>
        </message>
    </context>
    <context>
        <name>headroom::RunActions</name>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Ctrl+.</source>
            <translation>Ctrl+.</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Pausieren</translation>
        </message>
        <message>
            <source>Ctrl+P</source>
            <translation>Ctrl+P</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Ctrl+R</source>
            <translation>Ctrl+R</translation>
        </message>
        <message>
            <source>Save a checkpoint</source>
            <translation>Prüfpunkt speichern</translation>
        </message>
        <message>
            <source>Ctrl+Shift+S</source>
            <translation>Ctrl+Shift+S</translation>
        </message>
        <message>
            <source>Clone</source>
            <translation>Verdoppeln</translation>
        </message>
        <message>
            <source>Ctrl+D</source>
            <translation>Ctrl+D</translation>
        </message>
        <message>
            <source>Delete…</source>
            <translation>Löschen…</translation>
        </message>
        <message>
            <source>Ctrl+T</source>
            <translation>Ctrl+T</translation>
        </message>
        <message>
            <source>Note…</source>
            <translation>Notiz…</translation>
        </message>
        <message>
            <source>Ctrl+E</source>
            <translation>Ctrl+E</translation>
        </message>
        <message>
            <source>Rename…</source>
            <translation>Umbenennen…</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>Stern</translation>
        </message>
        <message>
            <source>Ctrl+B</source>
            <translation>Ctrl+B</translation>
        </message>
        <message>
            <source>%1 (%2): %3</source>
            <translation>%1 (%2): %3</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>select a run first</source>
            <translation>zuerst einen Lauf wählen</translation>
        </message>
        <message>
            <source>save a checkpoint, then leave; again: leave now</source>
            <translation>Prüfpunkt speichern, dann gehen; noch einmal: sofort gehen</translation>
        </message>
        <message>
            <source>no selected run is running, waiting or paused</source>
            <translation>kein gewählter Lauf läuft, wartet oder pausiert</translation>
        </message>
        <message>
            <source>save a checkpoint and free the slot</source>
            <translation>Prüfpunkt speichern und den Platz freigeben</translation>
        </message>
        <message>
            <source>no selected run is running</source>
            <translation>kein gewählter Lauf läuft</translation>
        </message>
        <message>
            <source>go on from the last checkpoint</source>
            <translation>vom letzten Prüfpunkt weitermachen</translation>
        </message>
        <message>
            <source>only drafts and paused, stopped, failed or lost runs can go on; clone a completed one</source>
            <translation>nur Entwürfe und pausierte, angehaltene, fehlgeschlagene oder verlorene Läufe gehen weiter; einen fertigen verdoppeln</translation>
        </message>
        <message>
            <source>now, without stopping</source>
            <translation>jetzt, ohne anzuhalten</translation>
        </message>
        <message>
            <source>the same run once more</source>
            <translation>denselben Lauf noch einmal</translation>
        </message>
        <message>
            <source>the run with its curves and checkpoints</source>
            <translation>den Lauf mit seinen Kurven und Prüfpunkten</translation>
        </message>
        <message>
            <source>stop the run first</source>
            <translation>den Lauf zuerst anhalten</translation>
        </message>
        <message>
            <source>words to find it by</source>
            <translation>Wörter, unter denen er zu finden ist</translation>
        </message>
        <message>
            <source>a text of your own</source>
            <translation>ein eigener Text</translation>
        </message>
        <message>
            <source>another name for the run</source>
            <translation>ein anderer Name für den Lauf</translation>
        </message>
        <message>
            <source>mark or unmark</source>
            <translation>markieren oder nicht mehr</translation>
        </message>
        <message>
            <source>Delete the run %1 with its curves and checkpoints?</source>
            <translation>Den Lauf %1 mit seinen Kurven und Prüfpunkten löschen?</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n runs with their curves and checkpoints?</source>
            <translation>
                <numerusform>%n Lauf mit seinen Kurven und Prüfpunkten löschen?</numerusform>
                <numerusform>%n Läufe mit ihren Kurven und Prüfpunkten löschen?</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>This cannot be undone.</source>
            <translation>Das lässt sich nicht rückgängig machen.</translation>
        </message>
        <message>
            <source>Tags…</source>
            <translation>Schlagwörter…</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <source>Add to study…</source>
            <translation>Zur Studie hinzufügen…</translation>
        </message>
        <message>
            <source>Ctrl+Shift+A</source>
            <translation>Ctrl+Shift+A</translation>
        </message>
        <message>
            <source>Start earlier</source>
            <translation>Früher starten</translation>
        </message>
        <message>
            <source>Alt+Up</source>
            <translation>Alt+Up</translation>
        </message>
        <message>
            <source>Start later</source>
            <translation>Später starten</translation>
        </message>
        <message>
            <source>Alt+Down</source>
            <translation>Alt+Down</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Copy as command</source>
            <translation>Als Befehl kopieren</translation>
        </message>
        <message>
            <source>Blue</source>
            <translation>Blau</translation>
        </message>
        <message>
            <source>Orange</source>
            <translation>Orange</translation>
        </message>
        <message>
            <source>Green</source>
            <translation>Grün</translation>
        </message>
        <message>
            <source>Purple</source>
            <translation>Purpur</translation>
        </message>
        <message>
            <source>Ochre</source>
            <translation>Ocker</translation>
        </message>
        <message>
            <source>Sky</source>
            <translation>Himmelblau</translation>
        </message>
        <message>
            <source>Grey</source>
            <translation>Grau</translation>
        </message>
        <message>
            <source>Violet</source>
            <translation>Violett</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Keine</translation>
        </message>
        <message>
            <source>select one run: names tell runs apart</source>
            <translation>einen Lauf wählen: Namen unterscheiden Läufe</translation>
        </message>
        <message>
            <source>of its mark in the table</source>
            <translation>seiner Marke in der Tabelle</translation>
        </message>
        <message>
            <source>compare these runs' arms over scales and seeds</source>
            <translation>die Arme dieser Läufe über Skalen und Seeds vergleichen</translation>
        </message>
        <message>
            <source>select one run that waits in the queue</source>
            <translation>einen Lauf wählen, der in der Schlange wartet</translation>
        </message>
        <message>
            <source>one place up in the queue</source>
            <translation>einen Platz nach oben in der Schlange</translation>
        </message>
        <message>
            <source>it is the next one already</source>
            <translation>er ist schon der nächste</translation>
        </message>
        <message>
            <source>one place down in the queue</source>
            <translation>einen Platz nach unten in der Schlange</translation>
        </message>
        <message>
            <source>it is the last one already</source>
            <translation>er ist schon der letzte</translation>
        </message>
        <message>
            <source>what an action does, for a terminal</source>
            <translation>was eine Aktion tut, für ein Terminal</translation>
        </message>
        <message>
            <source>edit of runs</source>
            <translation>Bearbeiten von Läufen</translation>
        </message>
        <message>
            <source>order of the queue</source>
            <translation>Reihenfolge der Schlange</translation>
        </message>
        <message>
            <source>no edit of runs to take back</source>
            <translation>keine Bearbeitung von Läufen zurückzunehmen</translation>
        </message>
        <message>
            <source>nothing was taken back</source>
            <translation>nichts wurde zurückgenommen</translation>
        </message>
    </context>
    <context>
        <name>headroom::RunCharts</name>
        <message>
            <source>Along x</source>
            <translation>Entlang x</translation>
        </message>
        <message>
            <source>What runs along the x axis</source>
            <translation>Was auf der x-Achse läuft</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>Glättung</translation>
        </message>
        <message>
            <source>Smoothing of noisy curves</source>
            <translation>Glättung rauschender Kurven</translation>
        </message>
        <message>
            <source>Drag: zoom · Shift+drag: pan · double click: fit · right click: save, copy, axes</source>
            <translation>Ziehen: Zoom · Doppelklick: alles · Rechtsklick: mehr</translation>
        </message>
        <message>
            <source>Average over time; the values as measured stay behind it</source>
            <translation>Mittel über die Zeit; die gemessenen Werte bleiben dahinter</translation>
        </message>
        <message>
            <source>Mean over seeds</source>
            <translation>Mittel über Seeds</translation>
        </message>
        <message>
            <source>Runs that differ in their seed alone become one curve: their mean, within their range</source>
            <translation>Läufe, die sich nur im Seed unterscheiden, werden eine Kurve: ihr Mittel, in ihrer Spanne</translation>
        </message>
        <message>
            <source>Charts</source>
            <translation>Diagramme</translation>
        </message>
        <message>
            <source>Which charts are here, how many columns, how high</source>
            <translation>Welche Diagramme hier sind, wie viele Spalten, wie hoch</translation>
        </message>
        <message>
            <source>As the page</source>
            <translation>Wie die Seite</translation>
        </message>
    </context>
    <context>
        <name>headroom::RunComparison</name>
        <message>
            <source>Setting</source>
            <translation>Einstellung</translation>
        </message>
    </context>
    <context>
        <name>headroom::RunEditDialog</name>
        <message>
            <source>Edit the run</source>
            <translation>Lauf bearbeiten</translation>
        </message>
        <message>
            <source>Edit %1 runs</source>
            <translation>%1 Läufe bearbeiten</translation>
        </message>
        <message>
            <source>Name of the run</source>
            <translation>Name des Laufs</translation>
        </message>
        <message>
            <source>names tell runs apart: select one run to rename it</source>
            <translation>Namen unterscheiden Läufe: einen wählen, um ihn umzubenennen</translation>
        </message>
        <message>
            <source>separated by commas</source>
            <translation>durch Kommas getrennt</translation>
        </message>
        <message>
            <source>Tags of the run</source>
            <translation>Schlagwörter des Laufs</translation>
        </message>
        <message>
            <source>Tags that all of them bear</source>
            <translation>Schlagwörter, die alle tragen</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <source>Different notes. What you write here replaces all of them.</source>
            <translation>Verschiedene Notizen. Was hier steht, ersetzt sie alle.</translation>
        </message>
        <message>
            <source>The note is too long to be edited here. What you write replaces it.</source>
            <translation>Die Notiz ist zu lang, um sie hier zu bearbeiten. Was hier steht, ersetzt sie.</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Name</translation>
        </message>
        <message>
            <source>&amp;Tags</source>
            <translation>&amp;Schlagwörter</translation>
        </message>
        <message>
            <source>&amp;Tags of all</source>
            <translation>&amp;Schlagwörter aller</translation>
        </message>
        <message>
            <source>N&amp;ote</source>
            <translation>N&amp;otiz</translation>
        </message>
        <message>
            <source>Copy as command</source>
            <translation>Als Befehl kopieren</translation>
        </message>
        <message>
            <source>A run needs a name</source>
            <translation>Ein Lauf braucht einen Namen</translation>
        </message>
        <message>
            <source>A run needs a name: write one, or cancel.</source>
            <translation>Ein Lauf braucht einen Namen: einen angeben oder abbrechen.</translation>
        </message>
    </context>
    <context>
        <name>headroom::RunNotice</name>
        <message>
            <source>Open the log</source>
            <translation>Protokoll öffnen</translation>
        </message>
        <message>
            <source>%1 %2.</source>
            <translation>%1 %2.</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Clone</source>
            <translation>Verdoppeln</translation>
        </message>
        <message>
            <source>Go on from the last checkpoint, as a new attempt of the same run</source>
            <translation>Vom letzten Prüfpunkt weitermachen, als neuer Versuch desselben Laufs</translation>
        </message>
        <message>
            <source>A diverged run does not go on: the same run once more, to be changed or retried</source>
            <translation>Ein divergierter Lauf geht nicht weiter: derselbe Lauf noch einmal, zu ändern oder zu wiederholen</translation>
        </message>
    </context>
    <context>
        <name>headroom::RunNotices</name>
        <message>
            <source>it gave no reason</source>
            <translation>ein Grund fehlt</translation>
        </message>
        <message>
            <source>Run %1: %2 at step %3, %4.</source>
            <translation>Lauf %1: %2 bei Schritt %3, %4.</translation>
        </message>
        <message>
            <source>Show it</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>Open its log</source>
            <translation>Protokoll öffnen</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
    </context>
    <context>
        <name>headroom::RunOverview</name>
        <message>
            <source>%1 at step %2 of %3</source>
            <translation>%1 bei Schritt %2 von %3</translation>
        </message>
        <message>
            <source>, attempt %1</source>
            <translation>, Versuch %1</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Wann</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>Schritt</translation>
        </message>
        <message>
            <source>Attempt</source>
            <translation>Versuch</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Warum</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Trains</source>
            <translation>Trainiert</translation>
        </message>
        <message>
            <source>Reached</source>
            <translation>Erreicht</translation>
        </message>
        <message>
            <source>Times</source>
            <translation>Zeiten</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>Schlagwörter</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>Edit…</source>
            <translation>Bearbeiten…</translation>
        </message>
        <message>
            <source>Name, tags and note</source>
            <translation>Name, Schlagwörter und Notiz</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>What the worker wrote</source>
            <translation>Was der Worker schrieb</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <source>In the system's file manager</source>
            <translation>Im Dateiverwalter des Systems</translation>
        </message>
        <message>
            <source>What happened to the run</source>
            <translation>Was mit dem Lauf geschah</translation>
        </message>
        <message>
            <source>Select a run in the table.</source>
            <translation>Einen Lauf in der Tabelle wählen.</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>seed %1</source>
            <translation>Seed %1</translation>
        </message>
        <message>
            <source>validation loss %1</source>
            <translation>Validierungsverlust %1</translation>
        </message>
        <message>
            <source>training loss %1</source>
            <translation>Trainingsverlust %1</translation>
        </message>
        <message>
            <source>%1 tokens/s</source>
            <translation>%1 Tokens/s</translation>
        </message>
        <message>
            <source>%1 a step</source>
            <translation>%1 je Schritt</translation>
        </message>
        <message>
            <source>made %1</source>
            <translation>angelegt %1</translation>
        </message>
        <message>
            <source>started %1</source>
            <translation>gestartet %1</translation>
        </message>
        <message>
            <source>ended %1</source>
            <translation>geendet %1</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
    </context>
    <context>
        <name>headroom::RunTable</name>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
    </context>
    <context>
        <name>headroom::RunsModel</name>
        <message>
            <source>Validation loss, nats per token; training loss until the first evaluation</source>
            <translation>Validierungsverlust, Nats je Token; bis zur ersten Auswertung der Trainingsverlust</translation>
        </message>
        <message>
            <source>Tokens per second, measured</source>
            <translation>Tokens je Sekunde, gemessen</translation>
        </message>
        <message>
            <source>Op traffic (modelled) as a share of the measured DRAM roof; above 100 %: served from cache</source>
            <translation>Verkehr der Operationen (berechnet) als Anteil am gemessenen DRAM-Dach; über 100 %: aus dem Cache bedient</translation>
        </message>
        <message>
            <source>Training loss so far</source>
            <translation>Trainingsverlust bisher</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Arm</source>
            <translation>Arm</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>Skala</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Getan</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>Verlust</translation>
        </message>
        <message>
            <source>Tokens/s</source>
            <translation>Tokens/s</translation>
        </message>
        <message>
            <source>Bandwidth</source>
            <translation>Bandbreite</translation>
        </message>
        <message>
            <source>Curve</source>
            <translation>Kurve</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>%1 left</source>
            <translation>noch %1</translation>
        </message>
        <message>
            <source>step %1</source>
            <translation>Schritt %1</translation>
        </message>
        <message>
            <source>%1 op traffic (modelled). This machine's roofs are not measured yet: run headroom doctor.</source>
            <translation>%1 Verkehr der Operationen (berechnet). Die Dächer dieses Rechners sind noch nicht gemessen: headroom doctor ausführen.</translation>
        </message>
        <message>
            <source>%1 op traffic (modelled), above the DRAM roof: served from cache</source>
            <translation>%1 Verkehr der Operationen (berechnet), über dem DRAM-Dach: aus dem Cache bedient</translation>
        </message>
        <message>
            <source>%1 op traffic (modelled); %2</source>
            <translation>%1 Verkehr der Operationen (berechnet); %2</translation>
        </message>
        <message>
            <source>%1 · run %2</source>
            <translation>%1 · Lauf %2</translation>
        </message>
        <message>
            <source>
tags: %1</source>
            <translation>
Schlagwörter: %1</translation>
        </message>
        <message>
            <source>training loss, %1 points</source>
            <translation>Trainingsverlust, %1 Punkte</translation>
        </message>
        <message>
            <source>Time left</source>
            <translation>Restzeit</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>Schlagwörter</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>Schritt</translation>
        </message>
        <message>
            <source>Training loss</source>
            <translation>Trainingsverlust</translation>
        </message>
        <message>
            <source>Validation loss</source>
            <translation>Validierungsverlust</translation>
        </message>
        <message>
            <source>Attempt</source>
            <translation>Versuch</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>Vorrang</translation>
        </message>
        <message>
            <source>Created</source>
            <translation>Angelegt</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>Dauer</translation>
        </message>
        <message>
            <source>Id</source>
            <translation>Kennung</translation>
        </message>
        <message>
            <source>Time left of a run that trains, place in the queue, time taken, or the step where it ended</source>
            <translation>Restzeit eines trainierenden Laufs, Platz in der Schlange, gebrauchte Zeit oder der Schritt, bei dem er endete</translation>
        </message>
        <message>
            <source>The last one, nats per token</source>
            <translation>Der letzte, Nats je Token</translation>
        </message>
        <message>
            <source>Higher starts first</source>
            <translation>Höheres beginnt zuerst</translation>
        </message>
        <message>
            <source>#%1</source>
            <translation>#%1</translation>
        </message>
    </context>
    <context>
        <name>headroom::RunsPage</name>
        <message>
            <source>Baseline of the gains</source>
            <translation>Basis der Gewinne</translation>
        </message>
        <message>
            <source>The run that gains are counted against</source>
            <translation>Der Lauf, gegen den Gewinne gezählt werden</translation>
        </message>
        <message>
            <source>Copy the rows as CSV</source>
            <translation>Zeilen als CSV kopieren</translation>
        </message>
        <message>
            <source>Copy the table as CSV</source>
            <translation>Tabelle als CSV kopieren</translation>
        </message>
        <message>
            <source>No runs yet</source>
            <translation>Noch keine Läufe</translation>
        </message>
        <message>
            <source>A run trains one model and shows its curves here while it does.
The demo trains a tiny GPT without norms and the same one with them, on text whose entropy is known: about a minute on two cores.</source>
            <translation>Ein Lauf trainiert ein Modell und zeigt hier dabei seine Kurven.
Die Demo trainiert ein winziges GPT ohne Normen und dasselbe mit ihnen, auf Text mit bekannter Entropie: etwa eine Minute auf zwei Kernen.</translation>
        </message>
        <message>
            <source>Train the demo</source>
            <translation>Demo trainieren</translation>
        </message>
        <message numerus="yes">
            <source>%n runs</source>
            <translation>
                <numerusform>%n Lauf</numerusform>
                <numerusform>%n Läufe</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of %2 runs</source>
            <translation>%1 von %2 Läufen</translation>
        </message>
        <message>
            <source>1 run</source>
            <translation>1 Lauf</translation>
        </message>
        <message>
            <source>%1 selected, the first %2 drawn</source>
            <translation>%1 gewählt, die ersten %2 gezeichnet</translation>
        </message>
        <message>
            <source>Baseline: automatic</source>
            <translation>Basis: automatisch</translation>
        </message>
        <message>
            <source>Baseline: %1</source>
            <translation>Basis: %1</translation>
        </message>
        <message>
            <source>Views</source>
            <translation>Ansichten</translation>
        </message>
        <message>
            <source>A filter with its columns under a name of its own</source>
            <translation>Ein Filter mit seinen Spalten unter eigenem Namen</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Which columns are shown, and in which order</source>
            <translation>Welche Spalten gezeigt werden, und in welcher Reihenfolge</translation>
        </message>
        <message>
            <source>Differences</source>
            <translation>Unterschiede</translation>
        </message>
        <message>
            <source>What the selected runs do not have in common</source>
            <translation>Was den gewählten Läufen nicht gemeinsam ist</translation>
        </message>
        <message>
            <source>Charts</source>
            <translation>Diagramme</translation>
        </message>
        <message>
            <source>Overview</source>
            <translation>Überblick</translation>
        </message>
        <message>
            <source>Configuration</source>
            <translation>Konfiguration</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>Checkpoints</source>
            <translation>Prüfpunkte</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>Dateien</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <source>Filter the runs</source>
            <translation>Läufe filtern</translation>
        </message>
        <message>
            <source>Choose columns…</source>
            <translation>Spalten wählen…</translation>
        </message>
        <message>
            <source>Ctrl+Shift+C</source>
            <translation>Ctrl+Shift+C</translation>
        </message>
        <message>
            <source>Save this view…</source>
            <translation>Diese Ansicht speichern…</translation>
        </message>
        <message>
            <source>Ctrl+Shift+V</source>
            <translation>Ctrl+Shift+V</translation>
        </message>
        <message>
            <source>Show: %1</source>
            <translation>Zeigen: %1</translation>
        </message>
        <message>
            <source>Forget a view</source>
            <translation>Eine Ansicht vergessen</translation>
        </message>
        <message>
            <source>Save this view</source>
            <translation>Diese Ansicht speichern</translation>
        </message>
        <message>
            <source>Name of this filter with its columns; one of the same name is replaced:</source>
            <translation>Name dieses Filters mit seinen Spalten; einer gleichen Namens wird ersetzt:</translation>
        </message>
        <message>
            <source>Overlay %1</source>
            <translation>%1 überlagern</translation>
        </message>
        <message>
            <source>Draw the selected runs in the same charts</source>
            <translation>Die gewählten Läufe in dieselben Diagramme zeichnen</translation>
        </message>
        <message>
            <source>Select runs in the table to draw them in the same charts</source>
            <translation>Läufe in der Tabelle wählen, um sie in dieselben Diagramme zu zeichnen</translation>
        </message>
    </context>
    <context>
        <name>headroom::Sampler</name>
        <message>
            <source>The worker ended without a word (killed? out of memory?); try again.</source>
            <translation>Der Worker endete ohne ein Wort (beendet? zu wenig Speicher?); erneut versuchen.</translation>
        </message>
    </context>
    <context>
        <name>headroom::Section</name>
        <message>
            <source>Copy the rows as CSV</source>
            <translation>Zeilen als CSV kopieren</translation>
        </message>
        <message>
            <source>Copy the table as CSV</source>
            <translation>Tabelle als CSV kopieren</translation>
        </message>
    </context>
    <context>
        <name>headroom::SectionStack</name>
        <message>
            <source>What is shown of the selected runs</source>
            <translation>Was von den gewählten Läufen gezeigt wird</translation>
        </message>
    </context>
    <context>
        <name>headroom::ShareBars</name>
        <message>
            <source>Parts of the step</source>
            <translation>Teile des Schritts</translation>
        </message>
    </context>
    <context>
        <name>headroom::ShortcutsDialog</name>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>Filter: words or keys</source>
            <translation>Filter: Wörter oder Tasten</translation>
        </message>
        <message>
            <source>Filter of the shortcuts</source>
            <translation>Filter der Tasten</translation>
        </message>
        <message>
            <source>What</source>
            <translation>Was</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>Next or previous control</source>
            <translation>Nächstes oder voriges Bedienelement</translation>
        </message>
        <message>
            <source>Tab, Shift+Tab</source>
            <translation>Tab, Umschalt+Tab</translation>
        </message>
        <message>
            <source>Menus</source>
            <translation>Menüs</translation>
        </message>
        <message>
            <source>Alt and the underlined letter, F10</source>
            <translation>Alt und der unterstrichene Buchstabe, F10</translation>
        </message>
        <message>
            <source>Press the focused button</source>
            <translation>Den gewählten Knopf drücken</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>Leertaste</translation>
        </message>
        <message>
            <source>Leave a dialog, a menu, a list</source>
            <translation>Dialog, Menü oder Liste verlassen</translation>
        </message>
        <message>
            <source>Esc</source>
            <translation>Esc</translation>
        </message>
        <message>
            <source>Copy as CSV</source>
            <translation>Als CSV kopieren</translation>
        </message>
    </context>
    <context>
        <name>headroom::StartPage</name>
        <message>
            <source>Does a change to a language model really help?</source>
            <translation>Hilft eine Änderung an einem Sprachmodell wirklich?</translation>
        </message>
        <message>
            <source>Compose a model from blocks, train it in the background, and see by how much compute a change helps, against which limit of this machine, and whether it lasts at larger scales.</source>
            <translation>Ein Modell aus Bausteinen zusammenstellen, im Hintergrund trainieren und sehen, um wie viel Rechenaufwand eine Änderung hilft, gegen welche Grenze dieses Rechners, und ob es bei größeren Skalen dabei bleibt.</translation>
        </message>
        <message>
            <source>Train the demo</source>
            <translation>Demo trainieren</translation>
        </message>
        <message>
            <source>Two tiny GPTs, with norms and without, on text whose entropy is known. The curves move in a few seconds and are done in about a minute on two cores.</source>
            <translation>Zwei winzige GPTs, mit und ohne Normen, auf Text mit bekannter Entropie. Die Kurven bewegen sich nach wenigen Sekunden und sind auf zwei Kernen in etwa einer Minute fertig.</translation>
        </message>
        <message>
            <source>Compose a model</source>
            <translation>Modell entwerfen</translation>
        </message>
        <message>
            <source>From a template or block by block; shapes and costs are live. Run starts it.</source>
            <translation>Aus einer Vorlage oder Baustein für Baustein; Formen und Kosten ändern sich mit. Starten beginnt das Training.</translation>
        </message>
        <message>
            <source>Plan a study</source>
            <translation>Studie planen</translation>
        </message>
        <message>
            <source>Several seeds and scales, gains with intervals; what it can find is said before it starts.</source>
            <translation>Mehrere Seeds und Skalen, Gewinne mit Intervallen; was sie finden kann, steht vor dem Start fest.</translation>
        </message>
        <message>
            <source>Learn</source>
            <translation>Lernen</translation>
        </message>
        <message>
            <source>Lessons of ten minutes that use this window.</source>
            <translation>Lektionen von zehn Minuten, die dieses Fenster benutzen.</translation>
        </message>
        <message>
            <source>Open a file…</source>
            <translation>Datei öffnen…</translation>
        </message>
        <message>
            <source>An architecture, a study, a bundle or a table of curves; or drop it on the window.</source>
            <translation>Eine Architektur, eine Studie, ein Bündel oder eine Tabelle von Kurven; oder auf das Fenster ziehen.</translation>
        </message>
        <message>
            <source>User guide</source>
            <translation>Handbuch</translation>
        </message>
        <message>
            <source>Works without a network.</source>
            <translation>Arbeitet ohne Netz.</translation>
        </message>
        <message>
            <source>Everything is kept in %1. Closing the window stops no run.</source>
            <translation>Alles liegt in %1. Das Schließen des Fensters hält keinen Lauf an.</translation>
        </message>
    </context>
    <context>
        <name>headroom::StudyActions</name>
        <message>
            <source>The study has a new version, %1; its runs are kept.</source>
            <translation>Die Studie hat eine neue Fassung, %1; ihre Läufe bleiben.</translation>
        </message>
        <message>
            <source>Save the definition that the command names</source>
            <translation>Die Definition speichern, die der Befehl nennt</translation>
        </message>
        <message>
            <source>%1 cannot be written; choose another place.</source>
            <translation>%1 ist nicht beschreibbar; einen anderen Ort wählen.</translation>
        </message>
        <message>
            <source>Copied: %1</source>
            <translation>Kopiert: %1</translation>
        </message>
        <message>
            <source>The report was written to %1.</source>
            <translation>Der Bericht wurde nach %1 geschrieben.</translation>
        </message>
        <message>
            <source>The report could not be started: %1.</source>
            <translation>Der Bericht ließ sich nicht beginnen: %1.</translation>
        </message>
        <message>
            <source>The report ended early and said nothing; try headroom report in a terminal.</source>
            <translation>Der Bericht endete früh und ohne ein Wort; headroom report in einem Terminal versuchen.</translation>
        </message>
        <message>
            <source>Writing the report…</source>
            <translation>Der Bericht wird geschrieben…</translation>
        </message>
    </context>
    <context>
        <name>headroom::StudyForm</name>
        <message>
            <source>From scratch</source>
            <translation>Von Grund auf</translation>
        </message>
        <message>
            <source>From a file…</source>
            <translation>Aus einer Datei…</translation>
        </message>
        <message>
            <source>Start from</source>
            <translation>Ausgehen von</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Baseline</source>
            <translation>Basis</translation>
        </message>
        <message>
            <source>The baseline is the model without changes; every arm is compared with it at equal scale and seed.</source>
            <translation>Die Basis ist das Modell ohne Änderungen; jeder Arm wird bei gleicher Skala und gleichem Seed mit ihr verglichen.</translation>
        </message>
        <message>
            <source>Arms that take part. An arm is the baseline with one change or several.</source>
            <translation>Arme, die teilnehmen. Ein Arm ist die Basis mit einer oder mehreren Änderungen.</translation>
        </message>
        <message>
            <source>Arms</source>
            <translation>Arme</translation>
        </message>
        <message>
            <source>Add the checked ones &amp;together as one arm</source>
            <translation>Die angekreuzten &amp;zusammen als einen Arm hinzufügen</translation>
        </message>
        <message>
            <source>Shows whether their gains multiply</source>
            <translation>Zeigt, ob sich ihre Gewinne multiplizieren</translation>
        </message>
        <message>
            <source>An arm with the baseline's mathematics, such as another kernel: its gain is a second noise floor</source>
            <translation>Ein Arm mit der Mathematik der Basis, etwa ein anderer Kernel: Sein Gewinn ist ein zweiter Rauschboden</translation>
        </message>
        <message>
            <source>Same mathematics as the baseline</source>
            <translation>Dieselbe Mathematik wie die Basis</translation>
        </message>
        <message>
            <source>Scales</source>
            <translation>Skalen</translation>
        </message>
        <message>
            <source>1, 2, 3 or 1-5. Three seeds give intervals, five are for gains below 5 %</source>
            <translation>1, 2, 3 oder 1-5. Drei Seeds geben Intervalle, fünf sind für Gewinne unter 5 %</translation>
        </message>
        <message>
            <source>as the recipe says</source>
            <translation>wie das Rezept sagt</translation>
        </message>
        <message>
            <source>the recipe's</source>
            <translation>die des Rezepts</translation>
        </message>
        <message>
            <source>searched with the baseline, for all</source>
            <translation>mit der Basis gesucht, für alle</translation>
        </message>
        <message>
            <source>searched for every arm (shared and tuned gains)</source>
            <translation>für jeden Arm gesucht (gemeinsame und eigene Gewinne)</translation>
        </message>
        <message>
            <source>iso-recipe: everything but the change</source>
            <translation>gleiches Rezept: alles außer der Änderung</translation>
        </message>
        <message>
            <source>iso-param: equal parameters</source>
            <translation>gleiche Parameterzahl</translation>
        </message>
        <message>
            <source>iso-FLOP: equal FLOPs a token</source>
            <translation>gleiche FLOPs je Token</translation>
        </message>
        <message>
            <source>trunk and cooldowns: only annealed ends are compared</source>
            <translation>Stamm und Auskühlungen: Nur ausgekühlte Enden werden verglichen</translation>
        </message>
        <message>
            <source>plain: one run each, points in mid-schedule count</source>
            <translation>einfach: je ein Lauf, Punkte mitten im Zeitplan zählen</translation>
        </message>
        <message>
            <source>rigorous: intervals from seeds</source>
            <translation>streng: Intervalle aus Seeds</translation>
        </message>
        <message>
            <source>the paper's rule, as published</source>
            <translation>die Regel der Arbeit, wie veröffentlicht</translation>
        </message>
        <message>
            <source>grammar, text:FILE or tokens:FOLDER</source>
            <translation>grammar, text:DATEI oder tokens:ORDNER</translation>
        </message>
        <message>
            <source>Of a run on the processor; as many train side by side as it has cores for</source>
            <translation>Eines Laufs auf dem Prozessor; so viele trainieren nebeneinander, wie er Kerne hat</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
        <message>
            <source>Seeds</source>
            <translation>Seeds</translation>
        </message>
        <message>
            <source>Tokens a parameter</source>
            <translation>Tokens je Parameter</translation>
        </message>
        <message>
            <source>Learning rates</source>
            <translation>Lernraten</translation>
        </message>
        <message>
            <source>Held equal</source>
            <translation>Gleich gehalten</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>Estimator</source>
            <translation>Schätzer</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>Threads a run</source>
            <translation>Threads je Lauf</translation>
        </message>
        <message>
            <source>Price an hour</source>
            <translation>Preis je Stunde</translation>
        </message>
        <message>
            <source>Open a study's definition</source>
            <translation>Definition einer Studie öffnen</translation>
        </message>
        <message>
            <source>Studies (*.json)</source>
            <translation>Studien (*.json)</translation>
        </message>
        <message>
            <source>%1 — %2</source>
            <translation>%1 — %2</translation>
        </message>
        <message>
            <source>Check at least two arms that are one change each.</source>
            <translation>Mindestens zwei Arme ankreuzen, die je eine Änderung sind.</translation>
        </message>
        <message>
            <source>There is an arm with these changes already.</source>
            <translation>Es gibt schon einen Arm mit diesen Änderungen.</translation>
        </message>
        <message>
            <source>activation=relu2 or /path/of/model.json</source>
            <translation>activation=relu2 oder /pfad/zum/modell.json</translation>
        </message>
        <message>
            <source>A setting with its value, or the file of an architecture that was edited in Compose</source>
            <translation>Eine Einstellung mit ihrem Wert oder die Datei einer im Entwurf bearbeiteten Architektur</translation>
        </message>
        <message>
            <source>An arm of your &amp;own</source>
            <translation>Ein &amp;eigener Arm</translation>
        </message>
        <message>
            <source>Bro&amp;wse…</source>
            <translation>&amp;Durchsuchen…</translation>
        </message>
        <message>
            <source>A&amp;dd</source>
            <translation>Hin&amp;zufügen</translation>
        </message>
        <message>
            <source>Annealed ends of a trunk, steps √2 apart: 5 span gains up to 4, 7 up to 8</source>
            <translation>Ausgekühlte Enden eines Stamms, Schritte im Abstand √2: 5 überspannen Gewinne bis 4, 7 bis 8</translation>
        </message>
        <message>
            <source>Of a run that failed</source>
            <translation>Eines fehlgeschlagenen Laufs</translation>
        </message>
        <message>
            <source>Of this machine, in any currency: the plan says what the study costs</source>
            <translation>Dieses Rechners, in beliebiger Währung: Der Plan nennt die Kosten der Studie</translation>
        </message>
        <message>
            <source>any</source>
            <translation>beliebig</translation>
        </message>
        <message>
            <source>A plan that takes longer is refused</source>
            <translation>Ein Plan, der länger dauert, wird abgelehnt</translation>
        </message>
        <message>
            <source>GB of checkpoints; a plan that writes more is refused</source>
            <translation>GB an Prüfpunkten; ein Plan, der mehr schreibt, wird abgelehnt</translation>
        </message>
        <message>
            <source>assumed</source>
            <translation>angenommen</translation>
        </message>
        <message>
            <source>Spread of the last loss over seeds, nat: of an earlier study, for the smallest gain</source>
            <translation>Streuung des letzten Verlusts über Seeds, nat: aus einer früheren Studie, für den kleinsten Gewinn</translation>
        </message>
        <message>
            <source>What the loss falls by, nat, for e times the compute at the end: for the smallest gain</source>
            <translation>Um wie viel der Verlust bei e-fachem Rechenaufwand am Ende fällt, nat: für den kleinsten Gewinn</translation>
        </message>
        <message>
            <source>Horizons</source>
            <translation>Horizonte</translation>
        </message>
        <message>
            <source>Retries</source>
            <translation>Wiederholungen</translation>
        </message>
        <message>
            <source>Hours at most</source>
            <translation>Höchstens Stunden</translation>
        </message>
        <message>
            <source>Disk at most, GB</source>
            <translation>Höchstens Platte, GB</translation>
        </message>
        <message>
            <source>Noise of the loss, nat</source>
            <translation>Rauschen des Verlusts, nat</translation>
        </message>
        <message>
            <source>Slope at the end</source>
            <translation>Steigung am Ende</translation>
        </message>
        <message>
            <source>Write a setting such as activation=relu2, or name a model's file.</source>
            <translation>Eine Einstellung wie activation=relu2 angeben oder die Datei eines Modells nennen.</translation>
        </message>
        <message>
            <source>“%1” is neither a setting (KEY=VALUE) nor a file that is there.</source>
            <translation>„%1“ ist weder eine Einstellung (KEY=VALUE) noch eine vorhandene Datei.</translation>
        </message>
        <message>
            <source>There is an arm called “%1” already.</source>
            <translation>Es gibt schon einen Arm „%1“.</translation>
        </message>
        <message>
            <source>An architecture as an arm</source>
            <translation>Eine Architektur als Arm</translation>
        </message>
        <message>
            <source>Models (*.json)</source>
            <translation>Modelle (*.json)</translation>
        </message>
        <message>
            <source>the study</source>
            <translation>die Studie</translation>
        </message>
    </context>
    <context>
        <name>headroom::StudyHeader</name>
        <message>
            <source>running</source>
            <translation>läuft</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>pausiert</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>angehalten</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>beendet</translation>
        </message>
        <message>
            <source>baseline %1</source>
            <translation>Basis %1</translation>
        </message>
        <message>
            <source>learning rates of the recipe</source>
            <translation>Lernraten des Rezepts</translation>
        </message>
        <message>
            <source>the baseline's learning rate for all</source>
            <translation>die Lernrate der Basis für alle</translation>
        </message>
        <message>
            <source>every arm at its own learning rate</source>
            <translation>jeder Arm bei eigener Lernrate</translation>
        </message>
        <message>
            <source>the paper's rule, as published</source>
            <translation>die Regel der Arbeit, wie veröffentlicht</translation>
        </message>
        <message>
            <source>rigorous</source>
            <translation>streng</translation>
        </message>
        <message>
            <source>smallest gain detectable at %1: %2×%3</source>
            <translation>kleinster erkennbarer Gewinn bei %1: %2×%3</translation>
        </message>
        <message>
            <source> (noise assumed)</source>
            <translation> (Rauschen angenommen)</translation>
        </message>
        <message>
            <source>one seed: no interval can be given</source>
            <translation>ein Seed: kein Intervall möglich</translation>
        </message>
        <message>
            <source>Study</source>
            <translation>Studie</translation>
        </message>
        <message>
            <source>The studies of this database, newest first</source>
            <translation>Die Studien dieser Datenbank, neueste zuerst</translation>
        </message>
        <message>
            <source>&amp;New study…</source>
            <translation>&amp;Neue Studie…</translation>
        </message>
        <message>
            <source>Baseline, arms, scales and seeds; then the plan, before anything starts</source>
            <translation>Basis, Arme, Skalen und Seeds; dann der Plan, bevor etwas beginnt</translation>
        </message>
        <message>
            <source>&amp;Plan</source>
            <translation>&amp;Plan</translation>
        </message>
        <message>
            <source>Pa&amp;use</source>
            <translation>Pa&amp;usieren</translation>
        </message>
        <message>
            <source>&amp;Stop</source>
            <translation>&amp;Anhalten</translation>
        </message>
        <message>
            <source>&amp;Add seeds</source>
            <translation>Seeds &amp;hinzufügen</translation>
        </message>
        <message>
            <source>&amp;Copy command</source>
            <translation>Befehl &amp;kopieren</translation>
        </message>
        <message>
            <source>R&amp;eport…</source>
            <translation>&amp;Bericht…</translation>
        </message>
        <message>
            <source>How it compares</source>
            <translation>Wie verglichen wird</translation>
        </message>
        <message>
            <source>%1 — %2</source>
            <translation>%1 — %2</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>No study is shown</source>
            <translation>Keine Studie wird gezeigt</translation>
        </message>
        <message>
            <source>provisional · %1 of %2 runs</source>
            <translation>vorläufig · %1 von %2 Läufen</translation>
        </message>
        <message>
            <source>Gains may still move: the study has not ended</source>
            <translation>Gewinne können sich noch bewegen: Die Studie ist nicht zu Ende</translation>
        </message>
        <message>
            <source>What it takes and what it can find</source>
            <translation>Was sie braucht und was sie finden kann</translation>
        </message>
        <message>
            <source>The command line that starts the same study</source>
            <translation>Die Befehlszeile, die dieselbe Studie startet</translation>
        </message>
        <message>
            <source>A report as PDF, HTML or Markdown</source>
            <translation>Ein Bericht als PDF, HTML oder Markdown</translation>
        </message>
        <message>
            <source>Train more seeds of every arm; the runs there are stay</source>
            <translation>Weitere Seeds jedes Arms trainieren; vorhandene Läufe bleiben</translation>
        </message>
        <message>
            <source>The study has finished; add seeds to go on with it</source>
            <translation>Die Studie ist beendet; mit weiteren Seeds geht sie weiter</translation>
        </message>
        <message>
            <source>Res&amp;ume</source>
            <translation>&amp;Fortsetzen</translation>
        </message>
        <message>
            <source>Its runs save a checkpoint; no more are started</source>
            <translation>Ihre Läufe speichern einen Prüfpunkt; neue beginnen nicht</translation>
        </message>
        <message>
            <source>Go on where it was</source>
            <translation>Weitermachen, wo sie war</translation>
        </message>
        <message>
            <source>Its runs end, each with a checkpoint; it can be resumed</source>
            <translation>Ihre Läufe enden mit je einem Prüfpunkt; sie lässt sich fortsetzen</translation>
        </message>
        <message>
            <source>The study is stopped already</source>
            <translation>Die Studie ist schon angehalten</translation>
        </message>
        <message>
            <source>E&amp;dit…</source>
            <translation>&amp;Bearbeiten…</translation>
        </message>
        <message>
            <source>Arms, scales, seeds, limits: makes a new version; its runs are kept</source>
            <translation>Arme, Skalen, Seeds, Grenzen: bildet eine neue Fassung; ihre Läufe bleiben</translation>
        </message>
    </context>
    <context>
        <name>headroom::StudyJson</name>
        <message>
            <source>All of the definition, as a file has it; what is left out has its default (headroom study schema lists all keys).</source>
            <translation>Die ganze Definition, wie eine Datei sie hat; was fehlt, hat seine Vorgabe (headroom study schema nennt alle Schlüssel).</translation>
        </message>
        <message>
            <source>Definition as JSON</source>
            <translation>Definition als JSON</translation>
        </message>
        <message>
            <source>the definition</source>
            <translation>die Definition</translation>
        </message>
    </context>
    <context>
        <name>headroom::StudyPage</name>
        <message>
            <source>Reading the study…</source>
            <translation>Die Studie wird gelesen…</translation>
        </message>
        <message>
            <source>No studies yet</source>
            <translation>Noch keine Studien</translation>
        </message>
        <message>
            <source>A study trains a baseline and its arms at several scales with several seeds, and says with intervals
how much compute each arm saves and whether that lasts. Start from one of these, or from scratch.</source>
            <translation>Eine Studie trainiert eine Basis und ihre Arme in mehreren Skalen mit mehreren Seeds und sagt mit Intervallen,
wie viel Rechenaufwand jeder Arm spart und ob es dabei bleibt. Von einer dieser ausgehen, oder von Grund auf.</translation>
        </message>
        <message>
            <source>The study is running; the engine carries it out, whether the window is open or not.</source>
            <translation>Die Studie läuft; die Engine führt sie aus, ob das Fenster offen ist oder nicht.</translation>
        </message>
        <message>
            <source>&amp;New study…</source>
            <translation>&amp;Neue Studie…</translation>
        </message>
        <message>
            <source>Ctrl+Shift+N</source>
            <translation>Ctrl+Shift+N</translation>
        </message>
        <message>
            <source>&amp;Plan</source>
            <translation>&amp;Plan</translation>
        </message>
        <message>
            <source>Pa&amp;use or resume</source>
            <translation>Pa&amp;usieren oder fortsetzen</translation>
        </message>
        <message>
            <source>&amp;Stop</source>
            <translation>&amp;Anhalten</translation>
        </message>
        <message>
            <source>&amp;Add seeds…</source>
            <translation>Seeds &amp;hinzufügen…</translation>
        </message>
        <message>
            <source>&amp;Copy command</source>
            <translation>Befehl &amp;kopieren</translation>
        </message>
        <message>
            <source>R&amp;eport…</source>
            <translation>&amp;Bericht…</translation>
        </message>
        <message>
            <source>Case s&amp;tudies…</source>
            <translation>&amp;Fallstudien…</translation>
        </message>
        <message>
            <source>Write a report</source>
            <translation>Bericht schreiben</translation>
        </message>
        <message>
            <source>PDF (*.pdf);;HTML (*.html);;Markdown (*.md)</source>
            <translation>PDF (*.pdf);;HTML (*.html);;Markdown (*.md)</translation>
        </message>
        <message>
            <source>E&amp;dit…</source>
            <translation>&amp;Bearbeiten…</translation>
        </message>
    </context>
    <context>
        <name>headroom::TableCard</name>
        <message>
            <source>Copy the table as CSV</source>
            <translation>Tabelle als CSV kopieren</translation>
        </message>
    </context>
    <context>
        <name>headroom::TemplateGallery</name>
        <message>
            <source>Templates</source>
            <translation>Vorlagen</translation>
        </message>
        <message>
            <source>Begin with a published architecture. What is open now can be undone back.</source>
            <translation>Mit einer veröffentlichten Architektur beginnen. Was jetzt offen ist, lässt sich mit Rückgängig zurückholen.</translation>
        </message>
        <message>
            <source>%1 parameters</source>
            <translation>%1 Parameter</translation>
        </message>
    </context>
    <context>
        <name>headroom::TotalsBar</name>
        <message>
            <source>scale</source>
            <translation>Skala</translation>
        </message>
        <message>
            <source>the model's own</source>
            <translation>die des Modells</translation>
        </message>
        <message>
            <source>precision</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <source>data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>grammar</source>
            <translation>Grammatik</translation>
        </message>
        <message>
            <source>text file…</source>
            <translation>Textdatei…</translation>
        </message>
        <message>
            <source>token folder…</source>
            <translation>Token-Ordner…</translation>
        </message>
        <message>
            <source>parameters</source>
            <translation>Parameter</translation>
        </message>
        <message>
            <source>FLOPs/token</source>
            <translation>FLOPs/Token</translation>
        </message>
        <message>
            <source>step</source>
            <translation>Schritt</translation>
        </message>
        <message>
            <source>memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>Copy command</source>
            <translation>Befehl kopieren</translation>
        </message>
        <message>
            <source>The command line that starts the same run</source>
            <translation>Die Befehlszeile, die denselben Lauf startet</translation>
        </message>
        <message>
            <source>▶  Run</source>
            <translation>▶  Starten</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Model FLOPs of training, forward and backward, counted from the architecture</source>
            <translation>FLOPs des Modells im Training, vorwärts und rückwärts, aus der Architektur gezählt</translation>
        </message>
        <message>
            <source>roofs not measured</source>
            <translation>Dächer nicht gemessen</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>It needs %1 and this machine has %2; try a smaller batch or scale.</source>
            <translation>Es braucht %1, und dieser Rechner hat %2; kleineren Batch oder kleinere Skala versuchen.</translation>
        </message>
        <message>
            <source>Train this model (Ctrl+Return)</source>
            <translation>Dieses Modell trainieren (Strg+Eingabe)</translation>
        </message>
        <message>
            <source>Cannot run: %1</source>
            <translation>Kann nicht starten: %1</translation>
        </message>
        <message>
            <source>recipe</source>
            <translation>Rezept</translation>
        </message>
        <message>
            <source>device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Add to study</source>
            <translation>Zur Studie hinzufügen</translation>
        </message>
        <message>
            <source>Share of the device's memory</source>
            <translation>Anteil am Speicher des Geräts</translation>
        </message>
        <message>
            <source>No GPU was measured on this machine; run headroom doctor where there is one.</source>
            <translation>Auf diesem Rechner wurde keine GPU gemessen; headroom doctor ausführen, wo es eine gibt.</translation>
        </message>
        <message>
            <source> …</source>
            <translation> …</translation>
        </message>
        <message>
            <source>Being counted anew; this is from before the edit.
</source>
            <translation>Wird neu gezählt; dies ist von vor der Änderung.
</translation>
        </message>
        <message>
            <source>Being counted.</source>
            <translation>Wird gezählt.</translation>
        </message>
        <message>
            <source> (%1 active)</source>
            <translation> (%1 aktiv)</translation>
        </message>
        <message>
            <source>%1, of which a token meets %2</source>
            <translation>%1, davon trifft ein Token %2</translation>
        </message>
        <message>
            <source>≈ %1 modelled</source>
            <translation>≈ %1 berechnet</translation>
        </message>
        <message>
            <source>One optimizer step, op by op, at the roofs that were measured on %1 in %2</source>
            <translation>Ein Schritt des Optimierers, Operation für Operation, an den Dächern, die am %2 auf %1 gemessen wurden</translation>
        </message>
        <message>
            <source>Peak of weights, gradients, optimizer state and activations, modelled; %1</source>
            <translation>Höchstwert von Gewichten, Gradienten, Zustand des Optimierers und Aktivierungen, berechnet; %1</translation>
        </message>
        <message>
            <source>Save it and compare it with a baseline in a study</source>
            <translation>Speichern und in einer Studie mit einer Basis vergleichen</translation>
        </message>
        <message>
            <source>Cannot be studied: %1</source>
            <translation>Kann nicht untersucht werden: %1</translation>
        </message>
        <message>
            <source>Its costs are being counted.</source>
            <translation>Die Kosten werden gezählt.</translation>
        </message>
    </context>
    <context>
        <name>headroom::WindowMenus</name>
        <message>
            <source>Nothing to edit on this page</source>
            <translation>Auf dieser Seite gibt es nichts zu bearbeiten</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>&amp;Datei</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>&amp;Bearbeiten</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>&amp;Ansicht</translation>
        </message>
        <message>
            <source>&amp;Run</source>
            <translation>&amp;Lauf</translation>
        </message>
        <message>
            <source>&amp;Study</source>
            <translation>&amp;Studie</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Hilfe</translation>
        </message>
    </context>
    <context>
        <name>headroom::study_report</name>
        <message>
            <source>diverged</source>
            <translation>divergiert</translation>
        </message>
        <message>
            <source>Gain per FLOP over the baseline's compute</source>
            <translation>Gewinn je FLOP über dem Rechenaufwand der Basis</translation>
        </message>
        <message>
            <source>FLOPs of the baseline at the target</source>
            <translation>FLOPs der Basis am Ziel</translation>
        </message>
        <message>
            <source>gain per FLOP</source>
            <translation>Gewinn je FLOP</translation>
        </message>
        <message>
            <source>no gain</source>
            <translation>kein Gewinn</translation>
        </message>
        <message>
            <source>No gain per FLOP yet.</source>
            <translation>Noch kein Gewinn je FLOP.</translation>
        </message>
        <message>
            <source>Dashed: power laws through the annealed ends; past the last point they are extrapolated.</source>
            <translation>Gestrichelt: Potenzgesetze durch die ausgekühlten Enden; hinter dem letzten Punkt extrapoliert.</translation>
        </message>
        <message>
            <source>%1 (%2 to %3)</source>
            <translation>%1 (%2 bis %3)</translation>
        </message>
        <message>
            <source>Power laws over the scales: %1.</source>
            <translation>Potenzgesetze über die Skalen: %1.</translation>
        </message>
        <message>
            <source>arm</source>
            <translation>Arm</translation>
        </message>
        <message>
            <source>B</source>
            <translation>B</translation>
        </message>
        <message>
            <source>exponent β</source>
            <translation>Exponent β</translation>
        </message>
        <message>
            <source>slope 1 − β of the baseline ÷ β</source>
            <translation>Steigung 1 − β der Basis ÷ β</translation>
        </message>
        <message>
            <source>L(C) = E + B·C^−β through the annealed ends, E = %1 shared by all arms.%2</source>
            <translation>L(C) = E + B·C^−β durch die ausgekühlten Enden, E = %1, allen Armen gemeinsam.%2</translation>
        </message>
        <message>
            <source> The fit is not pinned down by these points.</source>
            <translation> Die Anpassung ist durch diese Punkte nicht festgelegt.</translation>
        </message>
        <message>
            <source>pairs</source>
            <translation>Paare</translation>
        </message>
        <message>
            <source>What a pair gains beyond the product of its two: 1 = nothing.</source>
            <translation>Was ein Paar über das Produkt seiner beiden hinaus gewinnt: 1 = nichts.</translation>
        </message>
        <message>
            <source>change</source>
            <translation>Änderung</translation>
        </message>
        <message>
            <source>Shapley share, as a gain</source>
            <translation>Anteil nach Shapley, als Gewinn</translation>
        </message>
        <message>
            <source>Its gain averaged over all orders of adding the changes; the shares' product is the gain of all.</source>
            <translation>Der Gewinn, gemittelt über alle Reihenfolgen, die Änderungen hinzuzufügen; das Produkt der Anteile ist der Gewinn aller.</translation>
        </message>
        <message>
            <source>Does the gain last?</source>
            <translation>Bleibt der Gewinn?</translation>
        </message>
        <message>
            <source>scales</source>
            <translation>Skalen</translation>
        </message>
        <message>
            <source>slope of ln gain per FLOP over ln FLOPs</source>
            <translation>Steigung von ln Gewinn je FLOP über ln FLOPs</translation>
        </message>
        <message>
            <source>p (Holm)</source>
            <translation>p (Holm)</translation>
        </message>
        <message>
            <source>verdict</source>
            <translation>Urteil</translation>
        </message>
        <message>
            <source>A slope of 0.05 is 12 % more gain for ten times the compute. A verdict speaks of the scales tried and no others.</source>
            <translation>Eine Steigung von 0,05 ist 12 % mehr Gewinn bei zehnfachem Rechenaufwand. Ein Urteil spricht von den versuchten Skalen und keinen anderen.</translation>
        </message>
        <message>
            <source>Together</source>
            <translation>Zusammen</translation>
        </message>
        <message>
            <source>Do the gains of single changes multiply? Additivity: ln of the gain together ÷ the sum of their logarithms; 1 = they multiply, below 1 = they overlap.</source>
            <translation>Multiplizieren sich die Gewinne einzelner Änderungen? Additivität: ln des gemeinsamen Gewinns ÷ Summe ihrer Logarithmen; 1 = sie multiplizieren sich, unter 1 = sie überlappen.</translation>
        </message>
        <message>
            <source>scale</source>
            <translation>Skala</translation>
        </message>
        <message>
            <source>changes</source>
            <translation>Änderungen</translation>
        </message>
        <message>
            <source>additivity</source>
            <translation>Additivität</translation>
        </message>
        <message>
            <source>At scale %1:</source>
            <translation>In der Skala %1:</translation>
        </message>
        <message>
            <source>recipe %1</source>
            <translation>Rezept %1</translation>
        </message>
        <message>
            <source>model %1</source>
            <translation>Modell %1</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nichts</translation>
        </message>
        <message>
            <source>one run for each arm, scale and seed as its recipe says; evaluations on the way count</source>
            <translation>je Arm, Skala und Seed ein Lauf nach seinem Rezept; Auswertungen unterwegs zählen</translation>
        </message>
        <message>
            <source>one trunk at a constant rate for each arm, scale and seed, with cooldowns (1 − √) over the last %1 % of %2 horizons √2 apart; only cooled ends are compared</source>
            <translation>je Arm, Skala und Seed ein Stamm bei konstanter Rate, mit Auskühlungen (1 − √) über die letzten %1 % von %2 Horizonten im Abstand √2; nur ausgekühlte Enden werden verglichen</translation>
        </message>
        <message>
            <source>the recipe's, for all arms</source>
            <translation>die des Rezepts, für alle Arme</translation>
        </message>
        <message>
            <source>searched with the baseline at every scale (%1 trials at half the longest horizon, factors of two, more while the best lies on an edge, then the parabola's vertex); every arm takes it</source>
            <translation>mit der Basis in jeder Skala gesucht (%1 Versuche bei halbem längsten Horizont, Faktoren von zwei, mehr, solange der beste am Rand liegt, dann der Scheitel der Parabel); jeder Arm übernimmt sie</translation>
        </message>
        <message>
            <source>searched for every arm at every scale (%1 trials each at half the longest horizon, factors of two, more while the best lies on an edge, then the parabola's vertex)</source>
            <translation>für jeden Arm in jeder Skala gesucht (je %1 Versuche bei halbem längsten Horizont, Faktoren von zwei, mehr, solange der beste am Rand liegt, dann der Scheitel der Parabel)</translation>
        </message>
        <message>
            <source>paper: the published rule, repeated digit for digit; steps only</source>
            <translation>paper: die veröffentlichte Regel, Ziffer für Ziffer wiederholt; nur Schritte</translation>
        </message>
        <message>
            <source>rigorous: pairs of equal seed, isotonic curves, %1 % intervals of Student's t that borrow variance between the arms of a scale, Holm over the arms; target: the last loss that both reached; nothing extrapolated; slopes below ±%2 are the same gain</source>
            <translation>rigorous: Paare mit gleichem Seed, isotone Kurven, %1-%-Intervalle nach Student, deren Varianz die Arme einer Skala teilen, Holm über die Arme; Ziel: der letzte Verlust, den beide erreichten; nichts extrapoliert; Steigungen unter ±%2 sind derselbe Gewinn</translation>
        </message>
        <message>
            <source>; %1 is a second noise floor</source>
            <translation>; %1 ist ein zweiter Rauschboden</translation>
        </message>
        <message>
            <source>, hash %1</source>
            <translation>, Prüfsumme %1</translation>
        </message>
        <message>
            <source>, entropy rate %1 nats a token: no model gets below it</source>
            <translation>, Entropierate %1 Nats je Token: Kein Modell kommt darunter</translation>
        </message>
        <message>
            <source>With one seed no gain of any size can be told from noise.</source>
            <translation>Mit einem Seed lässt sich kein Gewinn irgendeiner Größe vom Rauschen unterscheiden.</translation>
        </message>
        <message>
            <source>assumed</source>
            <translation>angenommen</translation>
        </message>
        <message>
            <source>Question and method</source>
            <translation>Frage und Methode</translation>
        </message>
        <message>
            <source>How much compute, in steps, FLOPs and seconds, is needed with %1 for a loss that the baseline %2 reaches? A gain of 2: half as much.</source>
            <translation>Wie viel Rechenaufwand, in Schritten, FLOPs und Sekunden, braucht es mit %1 für einen Verlust, den die Basis %2 erreicht? Ein Gewinn von 2: halb so viel.</translation>
        </message>
        <message>
            <source>patches</source>
            <translation>Änderungssätze</translation>
        </message>
        <message>
            <source>what changes</source>
            <translation>was sich ändert</translation>
        </message>
        <message>
            <source> (baseline)</source>
            <translation> (Basis)</translation>
        </message>
        <message>
            <source>method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>held equal</source>
            <translation>gleich gehalten</translation>
        </message>
        <message>
            <source>length</source>
            <translation>Länge</translation>
        </message>
        <message>
            <source>%1 tokens a parameter of the baseline (without embeddings)</source>
            <translation>%1 Tokens je Parameter der Basis (ohne Einbettungen)</translation>
        </message>
        <message>
            <source>the recipe's steps</source>
            <translation>die Schritte des Rezepts</translation>
        </message>
        <message>
            <source>schedule</source>
            <translation>Zeitplan</translation>
        </message>
        <message>
            <source>seeds</source>
            <translation>Seeds</translation>
        </message>
        <message>
            <source>learning rate</source>
            <translation>Lernrate</translation>
        </message>
        <message>
            <source>ladder</source>
            <translation>Leiter</translation>
        </message>
        <message>
            <source>after each scale the best %1 % of the arms stay whose gain may be above 1</source>
            <translation>nach jeder Skala bleiben die besten %1 % der Arme, deren Gewinn über 1 liegen kann</translation>
        </message>
        <message>
            <source>device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>cpu, threads a run: %1</source>
            <translation>CPU, Threads je Lauf: %1</translation>
        </message>
        <message>
            <source>estimator</source>
            <translation>Schätzer</translation>
        </message>
        <message>
            <source>parameters of the baseline</source>
            <translation>Parameter der Basis</translation>
        </message>
        <message>
            <source>horizons, steps</source>
            <translation>Horizonte, Schritte</translation>
        </message>
        <message>
            <source>tokens, longest</source>
            <translation>Tokens, längster</translation>
        </message>
        <message>
            <source>training FLOPs, longest</source>
            <translation>FLOPs im Training, längster</translation>
        </message>
        <message>
            <source>validation tokens</source>
            <translation>Tokens der Validierung</translation>
        </message>
        <message>
            <source>Parameters without tables of tokens and positions. FLOPs by counter version 1.</source>
            <translation>Parameter ohne Tabellen der Tokens und Positionen. FLOPs nach Zähler Version 1.</translation>
        </message>
        <message>
            <source>Plan, and what was done</source>
            <translation>Plan und was getan wurde</translation>
        </message>
        <message>
            <source>runs planned</source>
            <translation>geplante Läufe</translation>
        </message>
        <message>
            <source>FLOPs planned</source>
            <translation>geplante FLOPs</translation>
        </message>
        <message>
            <source>completed</source>
            <translation>fertig</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>fehlgeschlagen</translation>
        </message>
        <message>
            <source>other</source>
            <translation>andere</translation>
        </message>
        <message>
            <source>FLOPs done</source>
            <translation>getane FLOPs</translation>
        </message>
        <message>
            <source>training time</source>
            <translation>Trainingszeit</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <source> From the first start to the last end: %1.</source>
            <translation> Vom ersten Start bis zum letzten Ende: %1.</translation>
        </message>
        <message>
            <source> %1 runs had been trained before and were used again.</source>
            <translation> %1 Läufe waren schon trainiert und wurden wiederverwendet.</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>ja</translation>
        </message>
        <message>
            <source>no</source>
            <translation>nein</translation>
        </message>
        <message>
            <source>1 (baseline)</source>
            <translation>1 (Basis)</translation>
        </message>
        <message>
            <source>refused: %1</source>
            <translation>abgelehnt: %1</translation>
        </message>
        <message>
            <source>refused</source>
            <translation>abgelehnt</translation>
        </message>
        <message>
            <source>the study is %1</source>
            <translation>die Studie ist %1</translation>
        </message>
        <message>
            <source>version %1 of the definition</source>
            <translation>Fassung %1 der Definition</translation>
        </message>
        <message>
            <source>learning rate of %1 at scale %2: %3</source>
            <translation>Lernrate von %1 in der Skala %2: %3</translation>
        </message>
        <message>
            <source>after scale %1: kept %2; dropped %3</source>
            <translation>nach der Skala %1: behalten %2; verworfen %3</translation>
        </message>
        <message>
            <source> (gains: %1)</source>
            <translation> (Gewinne: %1)</translation>
        </message>
        <message>
            <source>Decisions</source>
            <translation>Entscheidungen</translation>
        </message>
        <message>
            <source>when</source>
            <translation>wann</translation>
        </message>
        <message>
            <source>what was decided</source>
            <translation>was entschieden wurde</translation>
        </message>
        <message>
            <source>Environment</source>
            <translation>Umgebung</translation>
        </message>
        <message>
            <source>No run of this study carries an environment.</source>
            <translation>Kein Lauf dieser Studie trägt eine Umgebung.</translation>
        </message>
        <message>
            <source>The runs differ in machine, program or settings of the machine: gains per second compare seconds of all of them.</source>
            <translation>Die Läufe unterscheiden sich in Rechner, Programm oder Einstellungen des Rechners: Gewinne je Sekunde vergleichen Sekunden aller.</translation>
        </message>
        <message>
            <source>machine of %1 runs</source>
            <translation>Rechner von %1 Läufen</translation>
        </message>
        <message>
            <source>environment</source>
            <translation>Umgebung</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>nicht bekannt</translation>
        </message>
        <message>
            <source>Provenance</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>what</source>
            <translation>was</translation>
        </message>
        <message>
            <source>Run ids, seeds and hashes of the definitions stand in the appendix.</source>
            <translation>Kennungen der Läufe, Seeds und Prüfsummen der Definitionen stehen im Anhang.</translation>
        </message>
        <message>
            <source>Points that no gain was computed from:</source>
            <translation>Punkte, aus denen kein Gewinn berechnet wurde:</translation>
        </message>
        <message>
            <source>%1 at scale %2, seed %3: %4</source>
            <translation>%1 in der Skala %2, Seed %3: %4</translation>
        </message>
        <message>
            <source>Appendix: every run</source>
            <translation>Anhang: jeder Lauf</translation>
        </message>
        <message>
            <source>run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <source>steps</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>role</source>
            <translation>Rolle</translation>
        </message>
        <message>
            <source>state</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>final loss</source>
            <translation>Endverlust</translation>
        </message>
        <message>
            <source>definition</source>
            <translation>Definition</translation>
        </message>
        <message>
            <source>Losses in nats per token. Definition: the beginning of its hash.</source>
            <translation>Verluste in Nats je Token. Definition: der Anfang ihrer Prüfsumme.</translation>
        </message>
        <message>
            <source>The study has no run yet.</source>
            <translation>Die Studie hat noch keinen Lauf.</translation>
        </message>
        <message>
            <source>rate used</source>
            <translation>benutzte Rate</translation>
        </message>
        <message>
            <source>loss at each rate tried</source>
            <translation>Verlust bei jeder versuchten Rate</translation>
        </message>
        <message>
            <source>what a wrong rate costs</source>
            <translation>was eine falsche Rate kostet</translation>
        </message>
        <message>
            <source>Cost: mean over the rates tried of the loss above the least, in nats; diverged counts as the loss at the start.</source>
            <translation>Kosten: Mittel über die versuchten Raten des Verlusts über dem kleinsten, in Nats; divergiert zählt wie der Verlust am Anfang.</translation>
        </message>
        <message>
            <source>Learning rates</source>
            <translation>Lernraten</translation>
        </message>
        <message>
            <source>Beside the paper</source>
            <translation>Neben der Arbeit</translation>
        </message>
        <message>
            <source>paper, compact</source>
            <translation>Arbeit, compact</translation>
        </message>
        <message>
            <source>paper, full</source>
            <translation>Arbeit, full</translation>
        </message>
        <message>
            <source>here, %1</source>
            <translation>hier, %1</translation>
        </message>
        <message>
            <source>Paper: smallest smoothed validation loss; gain per step. a: the arm never reached the baseline's last loss and was measured at its own smallest. *: adjusted after smoothing by |LayerNorm − None|, so not a direct measurement and no target. </source>
            <translation>Arbeit: kleinster geglätteter Validierungsverlust; Gewinn je Schritt. a: Der Arm erreichte den letzten Verlust der Basis nie und wurde bei seinem kleinsten gemessen. *: nach dem Glätten um |LayerNorm − None| angepasst, also keine unmittelbare Messung und kein Ziel. </translation>
        </message>
        <message>
            <source>Here: the same two numbers, by the same rule.</source>
            <translation>Hier: dieselben zwei Zahlen, nach derselben Regel.</translation>
        </message>
        <message>
            <source>claim</source>
            <translation>Behauptung</translation>
        </message>
        <message>
            <source>here</source>
            <translation>hier</translation>
        </message>
        <message>
            <source>numbers</source>
            <translation>Zahlen</translation>
        </message>
        <message>
            <source>Known weaknesses of the paper's rule</source>
            <translation>Bekannte Schwächen der Regel der Arbeit</translation>
        </message>
        <message>
            <source>%1 at scale %2: %3</source>
            <translation>%1 in der Skala %2: %3</translation>
        </message>
        <message>
            <source>at the shared rate: %1</source>
            <translation>bei der gemeinsamen Rate: %1</translation>
        </message>
        <message>
            <source>%1 was dropped by the ladder before scale %2</source>
            <translation>%1 wurde vor der Skala %2 von der Leiter verworfen</translation>
        </message>
        <message>
            <source>Warnings and notes</source>
            <translation>Warnungen und Hinweise</translation>
        </message>
        <message>
            <source>Definition</source>
            <translation>Definition</translation>
        </message>
        <message>
            <source>Reproduce</source>
            <translation>Nachrechnen</translation>
        </message>
        <message>
            <source>; extrapolated %1×</source>
            <translation>; extrapoliert %1×</translation>
        </message>
        <message>
            <source>; no gain per FLOP: %1</source>
            <translation>; kein Gewinn je FLOP: %1</translation>
        </message>
        <message>
            <source>; no gain per second: %1</source>
            <translation>; kein Gewinn je Sekunde: %1</translation>
        </message>
        <message>
            <source>gain per step</source>
            <translation>Gewinn je Schritt</translation>
        </message>
        <message>
            <source>gain per second</source>
            <translation>Gewinn je Sekunde</translation>
        </message>
        <message>
            <source>what it says</source>
            <translation>was es sagt</translation>
        </message>
        <message>
            <source>Gain: compute of the baseline ÷ compute of the arm for the same loss, with its 95 % interval. p: of no gain per step, over the arms of this scale.</source>
            <translation>Gewinn: Rechenaufwand der Basis ÷ Rechenaufwand des Arms für denselben Verlust, mit 95-%-Intervall. p: kein Gewinn je Schritt, über die Arme dieser Skala.</translation>
        </message>
        <message>
            <source>Compute-equivalent gain over %1</source>
            <translation>Gewinn an Rechenaufwand über %1</translation>
        </message>
        <message>
            <source>Provisional: the study has not ended.</source>
            <translation>Vorläufig: Die Studie ist nicht zu Ende.</translation>
        </message>
        <message>
            <source>target loss</source>
            <translation>Zielverlust</translation>
        </message>
        <message>
            <source>parameters</source>
            <translation>Parameter</translation>
        </message>
        <message>
            <source>FLOPs a token</source>
            <translation>FLOPs je Token</translation>
        </message>
        <message>
            <source>seconds a step</source>
            <translation>Sekunden je Schritt</translation>
        </message>
        <message>
            <source>kind</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>evaluations</source>
            <translation>Auswertungen</translation>
        </message>
        <message>
            <source>smallest</source>
            <translation>kleinster</translation>
        </message>
        <message>
            <source>last</source>
            <translation>letzter</translation>
        </message>
        <message>
            <source>As published: no gain per FLOP or second, no interval. Evaluations: of the baseline / of the arm until the target. Losses smoothed over 8 evaluations.</source>
            <translation>Wie veröffentlicht: kein Gewinn je FLOP oder Sekunde, kein Intervall. Auswertungen: der Basis / des Arms bis zum Ziel. Verluste über 8 Auswertungen geglättet.</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>There is no gain to report.</source>
            <translation>Es gibt keinen Gewinn zu berichten.</translation>
        </message>
        <message>
            <source>Results at scale %1</source>
            <translation>Ergebnisse in der Skala %1</translation>
        </message>
        <message>
            <source>No run of an arm beside the baseline has ended at this scale.</source>
            <translation>In dieser Skala ist neben der Basis noch kein Lauf eines Arms zu Ende.</translation>
        </message>
        <message>
            <source>Noise floors</source>
            <translation>Rauschböden</translation>
        </message>
        <message>
            <source>There is none: it needs two usable runs of the baseline at a scale, or an arm with the same mathematics.</source>
            <translation>Es gibt keinen: Er braucht zwei brauchbare Läufe der Basis in einer Skala oder einen Arm mit derselben Mathematik.</translation>
        </message>
        <message>
            <source>source</source>
            <translation>Quelle</translation>
        </message>
        <message>
            <source>floor</source>
            <translation>Boden</translation>
        </message>
        <message>
            <source>seeds or pairs</source>
            <translation>Seeds oder Paare</translation>
        </message>
        <message>
            <source>Gains between 1 ÷ floor and floor say nothing: two copies of the baseline differ as much by chance.</source>
            <translation>Gewinne zwischen 1 ÷ Boden und Boden sagen nichts: Zwei Kopien der Basis unterscheiden sich ebenso zufällig.</translation>
        </message>
        <message>
            <source>seeds of the baseline</source>
            <translation>Seeds der Basis</translation>
        </message>
        <message>
            <source>%1, the same mathematics</source>
            <translation>%1, dieselbe Mathematik</translation>
        </message>
        <message>
            <source>At one learning rate, and each arm at its own</source>
            <translation>Bei einer Lernrate, und jeder Arm bei eigener</translation>
        </message>
        <message>
            <source>step, own</source>
            <translation>Schritt, eigen</translation>
        </message>
        <message>
            <source>step, shared</source>
            <translation>Schritt, gemeinsam</translation>
        </message>
        <message>
            <source>FLOP, own</source>
            <translation>FLOP, eigen</translation>
        </message>
        <message>
            <source>FLOP, shared</source>
            <translation>FLOP, gemeinsam</translation>
        </message>
        <message>
            <source>second, own</source>
            <translation>Sekunde, eigen</translation>
        </message>
        <message>
            <source>second, shared</source>
            <translation>Sekunde, gemeinsam</translation>
        </message>
        <message>
            <source>Own: every arm at the rate that was found for it. Shared: every arm at the baseline's.</source>
            <translation>Eigen: jeder Arm bei der Rate, die für ihn gefunden wurde. Gemeinsam: jeder Arm bei der Rate der Basis.</translation>
        </message>
        <message>
            <source>Losses</source>
            <translation>Verluste</translation>
        </message>
        <message>
            <source>Validation loss of annealed ends, scale %1</source>
            <translation>Validierungsverlust ausgekühlter Enden, Skala %1</translation>
        </message>
        <message>
            <source>Validation loss, scale %1</source>
            <translation>Validierungsverlust, Skala %1</translation>
        </message>
        <message>
            <source>mean, least and most over the seeds</source>
            <translation>Mittel, kleinster und größter über die Seeds</translation>
        </message>
        <message>
            <source>training FLOPs</source>
            <translation>FLOPs im Training</translation>
        </message>
        <message>
            <source>nats per token</source>
            <translation>Nats je Token</translation>
        </message>
        <message>
            <source>entropy of the data %1</source>
            <translation>Entropie der Daten %1</translation>
        </message>
        <message>
            <source>product of each alone, per step</source>
            <translation>Produkt der einzelnen, je Schritt</translation>
        </message>
        <message>
            <source>together per step</source>
            <translation>zusammen je Schritt</translation>
        </message>
        <message>
            <source>per FLOP</source>
            <translation>je FLOP</translation>
        </message>
        <message>
            <source>per second</source>
            <translation>je Sekunde</translation>
        </message>
        <message>
            <source>No plan was stored with this version of the study: what was planned is counted from it.</source>
            <translation>Mit dieser Fassung der Studie wurde kein Plan gespeichert: Was geplant war, ist aus ihr gezählt.</translation>
        </message>
        <message>
            <source>%1 at %2 (spread of the loss %3 nat, slope at the end %4, %5)</source>
            <translation>%1 in %2 (Streuung des Verlusts %3 nat, Steigung am Ende %4, %5)</translation>
        </message>
        <message>
            <source>stated or of a pilot</source>
            <translation>angegeben oder aus einem Vorversuch</translation>
        </message>
        <message>
            <source>Before it began, the smallest gain that would be found with 80 % power, %1 seeds and %2 arms beside the baseline was %3.</source>
            <translation>Vor dem Beginn war der kleinste Gewinn, der mit 80 % Macht, %1 Seeds und %2 Armen neben der Basis gefunden würde, %3.</translation>
        </message>
        <message>
            <source> It was to cost %1.</source>
            <translation> Sie sollte %1 kosten.</translation>
        </message>
        <message>
            <source>Planned: as if searches needed no more trials and ladders dropped nobody.</source>
            <translation>Geplant: als bräuchten Suchen keine weiteren Versuche und als verwürfen Leitern niemanden.</translation>
        </message>
        <message>
            <source>time planned</source>
            <translation>Zeit geplant</translation>
        </message>
        <message>
            <source>smallest gain planned</source>
            <translation>kleinster Gewinn, geplant</translation>
        </message>
        <message>
            <source>smallest gain, as noise turned out</source>
            <translation>kleinster Gewinn, wie das Rauschen ausfiel</translation>
        </message>
        <message>
            <source>Time planned is modelled from measured roofs; training time is summed over runs. Noise turned out: of the baseline's own seeds.</source>
            <translation>Die geplante Zeit ist aus gemessenen Dächern berechnet; die Trainingszeit ist über Läufe summiert. Rauschen: aus den Seeds der Basis selbst.</translation>
        </message>
        <message>
            <source>plan: %1 runs, %2%3</source>
            <translation>Plan: %1 Läufe, %2%3</translation>
        </message>
        <message>
            <source>, about %1 (modelled)</source>
            <translation>, etwa %1 (berechnet)</translation>
        </message>
        <message>
            <source>Here: gain per step with its interval · per FLOP · per second, by the rigorous estimator; the two rules measure different quantities and are not mixed in one column.</source>
            <translation>Hier: Gewinn je Schritt mit Intervall · je FLOP · je Sekunde, nach dem strengen Schätzer; die zwei Regeln messen Verschiedenes und stehen nicht in einer Spalte.</translation>
        </message>
        <message>
            <source>density</source>
            <translation>Dichte</translation>
        </message>
        <message>
            <source>Diverged: runs of the arm; a gain of the survivors alone is not a gain. Parameters without tables of tokens and positions; FLOPs of training. Density: attended keys ÷ those of dense causal attention.</source>
            <translation>Divergiert: Läufe des Arms; ein Gewinn der Überlebenden allein ist kein Gewinn. Parameter ohne Tabellen der Tokens und Positionen; FLOPs des Trainings. Dichte: beachtete Schlüssel ÷ die dichter kausaler Attention.</translation>
        </message>
        <message>
            <source> Provisional: the study has not ended.</source>
            <translation> Vorläufig: Die Studie ist nicht zu Ende.</translation>
        </message>
    </context>
</TS>
