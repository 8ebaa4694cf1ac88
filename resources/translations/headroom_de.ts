<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>CommandPalette</name>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not possible now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>%1: %2 against %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: last %2 (%3 to %4) at %5, between %6 and %7.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: last %2 at %3, between %4 and %5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: no values yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRAM roof %1, measured on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cache roof %1, measured on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Architecture %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds since the first step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line: training · dots: validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entropy of the data %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line: op traffic, modelled · dashed: DRAM, measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>op traffic, modelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above the DRAM roof: served from cache.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine&apos;s roofs are not measured yet: run headroom doctor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRAM measured: needs an NVIDIA GPU of the Hopper generation or newer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a run and its baseline to compare them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>baseline: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select another run to compare with %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No gain yet: both runs need evaluations.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> —: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>backward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory bandwidth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute-equivalent gain, per step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time of a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a FLOP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No values yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GB/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>× compute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokens per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>norm of the gradient before clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>milliseconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GiB, peak of the process</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom</name>
    <message>
        <source>%1 is being taken in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was taken in. New runs: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is another database; this window shows one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it in a window of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is the limit?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This page will show the measured roofs of this machine and every block of a model below them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measure the roofs in a terminal; the bandwidth chart of the Runs page then shows them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would it take?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This page will plan compute budgets, memory, clusters and inference.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parameters, FLOPs and memory of a model can be read in a terminal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show me.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This page will hold lessons of ten minutes that drive the real window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>train the demo from the Run menu and watch the loss fall towards the entropy of its text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot stand there: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per FLOP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per second here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>noise floor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · scale %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 not known (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2×, between %3 and %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2× without an interval (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gains from %1 to %2 lie inside the noise floor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>window, sockets, printing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>public domain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>documents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>command line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bundles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hashes of data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensors; in headroom-train alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: runs in it can be looked at, none can be started. Ask for the right to write there, or open another database with --db.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: its runs can be looked at, none can be started. Ask for the right to write it, or open another database with --db.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a network folder (%2), where locks may not hold between machines. Open this database on one machine at a time, or keep it on a disk of this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2. Headroom opens architectures and studies (.json), bundles (.headroom.zip), tables of curves (.csv), text to train on (.txt), and folders of event files or of a Hugging Face model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a folder without event files or a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a JSON document too large for an architecture or a study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is no JSON document: %1 at byte %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a %1, which the window does not open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a JSON document, but neither an architecture nor a study of Headroom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is no ordinary file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be read (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is in a format of another program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a table without a column step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a text in a format that is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opens in Compose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>begins a study from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What loss does %1 reach, how fast does it train, and how near is it to the limits of this machine?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much compute does %1 save, or cost, to reach the loss of the baseline %2?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation loss, last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation loss, best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training loss, last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>op traffic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wall time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Losses in nats per token, measured. Tokens/s measured; op traffic modelled (bytes the ops touch ÷ measured time).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute-equivalent gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>target loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline: %1. %2 One seed a cell: no interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known weaknesses of this estimator:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>memory available at the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>instruction set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DRAM roof, measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cache roof, measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>roofs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not measured yet: run headroom doctor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 carries no architecture (imported).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1, modelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training FLOPs a token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOPs a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes touched a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>peak memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipe and data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written %1 by Headroom %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2, so its numbers are not final. %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory bandwidth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has an architecture that is drawn above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reproduce</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full configuration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, as started (run %2):</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study %1, version %2, %3. Written %4 by Headroom %5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>provisional: the study has not ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no gain yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the paper&apos;s rule counts evaluations alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, seed %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auxiliary; one seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gain by the paper&apos;s rule, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run of this scale has ended yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute-equivalent gain, 95 % intervals, %1 seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does it last? CEG against compute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOPs of the baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gain per FLOP, ×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper&apos;s rule has no gain per FLOP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dashed: fitted law, past the last point extrapolated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CEG against loss: %1 at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation loss, nats per token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gain per step, ×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper&apos;s rule gives one number a run, no curve.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at the target: per step %1 · per FLOP %2 · per second here %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one seed: no band can be given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss at annealed ends, scale %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation loss, scale %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every point is the end of a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>points in mid-schedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOPs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one seed: no interval can be given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt; 0.001</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slope d ln CEG / d ln C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paper says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper&apos;s rule has no intervals, so nothing can be said about the slope. Its two scales differ in width, depth, context, dropout, learning rate and batch at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p = %1 after Holm, over %2 scales</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from two scales, which can only be undetermined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No arm has a gain yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gains at every scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gains by the paper&apos;s rule, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CEG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>evaluations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p (Holm)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>diverged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what to know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>extrapolated %1×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arm %1, baseline %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>– (one of them has no gain)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>– (a set is missing, or the gains lie within their noise)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 alone multiply to %3 per step; measured together %4 → additivity %5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pairs of changes, scale %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gain of both ÷ product of each alone: 1 = they multiply, below 1 = they overlap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No arm of this study has two of these changes alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no arm has these two alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shares of the joint gain (Shapley)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What each change adds on average over all orders; needs every subset. Their product is the joint gain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share, ×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not every subset of the changes has a gain in this study.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared against tuned learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared: the arm at the baseline&apos;s tuned rate. Tuned: each at its own. The difference is what tuning gave the arm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per step, shared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per step, tuned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per FLOP, shared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per FLOP, tuned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per second, shared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per second, tuned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no run at its own rate has ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a wrong rate costs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trials: rate → loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No rate was searched: each is the recipe&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 nat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the baseline&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the recipe&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power laws over scales</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slope of ln CEG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>β</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L = E + B·C^−β through annealed ends, floor E = %1 nat shared by all arms%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; the fit is not pinned down by these points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored before anything followed from them; nothing changes them later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was decided yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept %1; dropped %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rung of the ladder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper&apos;s Table 3 beside ours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a: auxiliary, measured at the arm&apos;s own best loss. *: adjusted; the notebook that accompanies the paper adds |LayerNorm − None| to these curves before computing the row, so it is no direct measurement and no target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paper&apos;s scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paper: loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paper: CEG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ours per step, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the baseline against itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper&apos;s rule: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::AboutDialog</name>
    <message>
        <source>About Headroom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;b&gt;Headroom %1&lt;/b&gt;&lt;br&gt;Does a change to a language model really help, by how much compute, against which hardware limit, and will it last at scale?&lt;br&gt;No telemetry: the window speaks with its engine and with nobody else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Headroom stands on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System: %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions and system as text, for a report of a defect</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::BlockCatalogue</name>
    <message>
        <source>BLOCKS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>search, e.g. “attention”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double-click, Enter or drag to add it after the selection.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::CasesDialog</name>
    <message>
        <source>As &amp;published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Formula: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quoted from its source, not computed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs a number above 0, such as 110e6.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Published: %1%2 (printed as %3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the inputs that the source prints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No input was changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yours: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 — yours</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::ChartView</name>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic x</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic y</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy (picture and table)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the points as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::ComingPage</name>
    <message>
        <source>Not in this version yet. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meanwhile: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies the command, to paste into a terminal</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::CommandPalette</name>
    <message>
        <source>Find anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an action, page, run, block, template or setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is called so. Fewer letters find more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>↑ ↓ choose, Enter does it, Esc closes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::ComposeDiagram</name>
    <message>
        <source>Architecture diagram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double-click a block at the left to begin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrap in a residual branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrap in a repeat</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n elements</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headroom::ComposeDocument</name>
    <message>
        <source>Open %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s own sizes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrap in a repeat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrap in a residual branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>repeat × %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>residual branch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parallel branches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every %1 layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tap %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>use %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::ComposePage</name>
    <message>
        <source>Templates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open an architecture file (Ctrl+O)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open an architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Architectures (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the architecture (Ctrl+S)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole architecture (Ctrl+0)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save architecture as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit diagram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · edited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot stand there: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text to train on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of token files (.bin)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data is being read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::EngineClient</name>
    <message>
        <source>The engine has gone; looking for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No engine runs.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::EngineNotice</name>
    <message>
        <source>The engine is back. No run was lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine cannot be reached: %1 Runs that train go on without it; new ones wait until it is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open its log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::GainChartView</name>
    <message>
        <source>Copy (picture and table)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the gains as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::GuideWindow</name>
    <message>
        <source>User guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search in all chapters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search in the guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chapter</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::Inspector</name>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is inside stands so many times in a row, each with weights of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>y = x + branch(x): the stream passes by and the branch is added to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One after the other: a branch of several blocks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each element inside is a branch of its own on the same input; their results are joined.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stands only in every k-th layer of the repeat around it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remembers the stream, or what its own blocks make of it, for a later use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brings back what was tapped before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MODEL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what the architecture is called</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number, or an expression over other sizes such as 4*width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RECIPE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optimizer steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sequences an optimizer step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>equal parts the batch is computed in; more parts need less memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sequences of the first step, whole micro-batches; 0 = the whole batch from the start on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps in which the batch grows from batch_start to all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how a gradient becomes a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the peak, after warm-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after the last step, unless the schedule is constant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how the learning rate goes on after warm-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps, linear from 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the steps in which the schedule wsd falls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how it falls: linear, or as 1 − √t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on matrices and tables only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>largest global norm of the gradient; 0 = off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of activations zeroed in training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the target spread over the vocabulary, in training only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the weights over steps, validated and exported instead of the last ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the average ema: the share that it keeps a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of the steps whose weights the average last takes in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps between evaluations; 0 = only after the last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps between checkpoints; 0 = only after the last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same seed gives the same weights and the same order of data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number, or an expression over the sizes such as layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> × %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>THIS ELEMENT%1 · MODELLED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shape in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B sequences, T tokens each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shape out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOPs a token, forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a multiply-add counts as two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes touched a token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read and written by its ops in a forward pass, each tensor once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>activations (batch %1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept for the backward pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>THIS MODEL · MODELLED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOPs a token, training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forward and backward, nothing recomputed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOPs a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes touched a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optimizer state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>activations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KV-cache a token</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::LogDialog</name>
    <message>
        <source>Read again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: there is no log yet, or it lies on another machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, its end</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::MainWindow</name>
    <message>
        <source>Headroom — %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the &amp;folder of the runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs go on; the window can be opened again at any time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Find anything…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train the &amp;demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Headroom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU %1 threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+K finds anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine: connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine: not started yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 running · %2 queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>free disk %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engine %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a &amp;file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The language changes at the next start of the window. Runs go on meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User &amp;guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Log of the engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log of the engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files of Headroom (*.json *.headroom.zip *.csv *.txt *tfevents* *.db);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lies elsewhere; save it on this machine first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::MatrixModel</name>
    <message>
        <source>planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting for the next run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>diverged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dropped by the ladder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, seed %3: %4; %5 of %6 runs completed, %7 running, %8 failed, %9 diverged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale %1, seed %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::MatrixView</name>
    <message>
        <source>Runs: arm × scale × seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the table as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::NewStudySheet</name>
    <message>
        <source>New study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1  Baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2  Arms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3  Scales, seeds, rates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>4  Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sa&amp;ve as file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the first step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planning…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine carries it out; the window may be closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written; choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::NoticeBar</name>
    <message>
        <source>Problem: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::PlanDialog</name>
    <message>
        <source>Add seeds to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seeds to add, for every arm and scale (there are %1):</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seeds to add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of these seeds are in the study already; give others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planning…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::PlanView</name>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>smallest gain found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>noise; slope at the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>modelled from the measured roofs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the roofs of this machine were not measured; run headroom doctor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one seed: no interval can be given; plan at least 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> nat; </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (assumed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 runs of %2 arms at %3 scales with %4 seeds; %5 in all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About %1 on this machine (modelled), %2 of memory, %3 of checkpoints.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time not known: the roofs of this machine were not measured (headroom doctor). %1 of memory, %2 of checkpoints.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 runs train side by side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at the price given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise is assumed at some scale; seeds of the baseline that have ended would tell it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over these scales a slope of %1 is found; that a gain lasts can be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over these scales a slope of %1 is found; that a gain lasts cannot be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is no seed: write whole numbers from 0, such as 1, 2, 3 or 1-5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why it cannot start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planning: opening the data, building every arm at every scale…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::RecentFiles</name>
    <message>
        <source>No file was opened yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clear the list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::ResultsView</name>
    <message>
        <source>Gains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Along the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sca&amp;le</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A&amp;rm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs: arm × scale × seed — %1 of %2 ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No arm of this study holds several changes that also stand alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only where every arm&apos;s rate is searched is there a gain at the shared rate beside the tuned one (--full).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to note.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes (%1)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::RunActions</name>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+P</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+S</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Star</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>select a run first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>save a checkpoint, then leave; again: leave now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no selected run is running, waiting or paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>save a checkpoint and free the slot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no selected run is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>go on from the last checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only drafts and paused, stopped, failed or lost runs can go on; clone a completed one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now, without stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same run once more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the run with its curves and checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stop the run first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>words to find it by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another name for the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mark or unmark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the run %1 with its curves and checkpoints?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Delete %n runs with their curves and checkpoints?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags for the selected runs, separated by commas:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note on the selected runs:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the run:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::RunCharts</name>
    <message>
        <source>Along x</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What runs along the x axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smoothing of noisy curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag: zoom · Shift+drag: pan · double click: fit · right click: save, copy, axes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::RunNotices</name>
    <message>
        <source>it gave no reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run %1: %2 at step %3, %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open its log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::RunsModel</name>
    <message>
        <source>Validation loss, nats per token; training loss until the first evaluation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens per second, measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Op traffic (modelled) as a share of the measured DRAM roof; above 100 %: served from cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training loss so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bandwidth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 op traffic (modelled). This machine&apos;s roofs are not measured yet: run headroom doctor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 op traffic (modelled), above the DRAM roof: served from cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 op traffic (modelled); %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · run %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
tags: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training loss, %1 points</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::RunsPage</name>
    <message>
        <source>Filter: a name, or arm:rope state:running loss&lt;3.5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter of the runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words look in the name. Fields: %1; with &lt; or &gt;: %2. A minus before a term: not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline of the gains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run that gains are counted against</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the rows as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the table as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run trains one model and shows its curves here while it does.
The demo trains a tiny GPT without norms and the same one with them, on text whose entropy is known: about a minute on two cores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 selected, the first %2 drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline: automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter: words or keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter of the shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next or previous control</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt and the underlined letter, F10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the focused button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave a dialog, a menu, a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::StartPage</name>
    <message>
        <source>Does a change to a language model really help?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compose a model from blocks, train it in the background, and see by how much compute a change helps, against which limit of this machine, and whether it lasts at larger scales.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two tiny GPTs, with norms and without, on text whose entropy is known. The curves move in a few seconds and are done in about a minute on two cores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compose a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a template or block by block; shapes and costs are live. Run starts it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan a study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several seeds and scales, gains with intervals; what it can find is said before it starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lessons of ten minutes that use this window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An architecture, a study, a bundle or a table of curves; or drop it on the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Works without a network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is kept in %1. Closing the window stops no run.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::StudyActions</name>
    <message>
        <source>The study has a new version, %1; its runs are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the definition that the command names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written; choose another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report was written to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report could not be started: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The report ended early and said nothing; try headroom report in a terminal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing the report…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::StudyForm</name>
    <message>
        <source>From scratch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The baseline is the model without changes; every arm is compared with it at equal scale and seed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arms that take part. An arm is the baseline with one change or several.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add the checked ones &amp;together as one arm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows whether their gains multiply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An arm with the baseline&apos;s mathematics, such as another kernel: its gain is a second noise floor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same mathematics as the baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scales</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1, 2, 3 or 1-5. Three seeds give intervals, five are for gains below 5 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the recipe says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the recipe&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>searched with the baseline, for all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>searched for every arm (shared and tuned gains)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>iso-recipe: everything but the change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>iso-param: equal parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>iso-FLOP: equal FLOPs a token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trunk and cooldowns: only annealed ends are compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plain: one run each, points in mid-schedule count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rigorous: intervals from seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the paper&apos;s rule, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>grammar, text:FILE or tokens:FOLDER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of a run on the processor; as many train side by side as it has cores for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens a parameter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held equal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price an hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a study&apos;s definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Studies (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check at least two arms that are one change each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is an arm with these changes already.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::StudyHeader</name>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>baseline %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>learning rates of the recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the baseline&apos;s learning rate for all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every arm at its own learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the paper&apos;s rule, as published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rigorous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>smallest gain detectable at %1: %2×%3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (noise assumed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one seed: no interval can be given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The studies of this database, newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New study…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline, arms, scales and seeds; then the plan, before anything starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R&amp;eport…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it compares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No study is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>provisional · %1 of %2 runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gains may still move: the study has not ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it takes and what it can find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command line that starts the same study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A report as PDF, HTML or Markdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train more seeds of every arm; the runs there are stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The study has finished; add seeds to go on with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its runs save a checkpoint; no more are started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on where it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its runs end, each with a checkpoint; it can be resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The study is stopped already</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::StudyPage</name>
    <message>
        <source>Reading the study…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No studies yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A study trains a baseline and its arms at several scales with several seeds, and says with intervals
how much compute each arm saves and whether that lasts. Start from one of these, or from scratch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The study is running; the engine carries it out, whether the window is open or not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New study…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pa&amp;use or resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add seeds…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R&amp;eport…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case s&amp;tudies…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF (*.pdf);;HTML (*.html);;Markdown (*.md)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::TableCard</name>
    <message>
        <source>Copy the table as CSV</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::TotalsBar</name>
    <message>
        <source>scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>grammar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>token folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOPs/token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of this machine&apos;s memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command line that starts the same run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▶  Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model FLOPs of training, forward and backward, counted from the architecture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>≥ %1 modelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>roofs not measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If this machine&apos;s measured roofs were reached all the time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roofs not measured yet: run headroom doctor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peak of weights, gradients, optimizer state and activations, modelled, against this machine&apos;s memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs %1 and this machine has %2; try a smaller batch or scale.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train this model (Ctrl+Return)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot run: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::WindowMenus</name>
    <message>
        <source>Nothing to edit on this page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>headroom::study_report</name>
    <message>
        <source>diverged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gain per FLOP over the baseline&apos;s compute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOPs of the baseline at the target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gain per FLOP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No gain per FLOP yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dashed: power laws through the annealed ends; past the last point they are extrapolated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power laws over the scales: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exponent β</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slope 1 − β of the baseline ÷ β</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L(C) = E + B·C^−β through the annealed ends, E = %1 shared by all arms.%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> The fit is not pinned down by these points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a pair gains beyond the product of its two: 1 = nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shapley share, as a gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its gain averaged over all orders of adding the changes; the shares&apos; product is the gain of all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does the gain last?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scales</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slope of ln gain per FLOP over ln FLOPs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p (Holm)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A slope of 0.05 is 12 % more gain for ten times the compute. A verdict speaks of the scales tried and no others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do the gains of single changes multiply? Additivity: ln of the gain together ÷ the sum of their logarithms; 1 = they multiply, below 1 = they overlap.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>product of each alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measured together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>additivity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At scale %1:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recipe %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one run for each arm, scale and seed as its recipe says; evaluations on the way count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one trunk at a constant rate for each arm, scale and seed, with cooldowns (1 − √) over the last %1 % of %2 horizons √2 apart; only cooled ends are compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the recipe&apos;s, for all arms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>searched with the baseline at every scale (%1 trials at half the longest horizon, factors of two, more while the best lies on an edge, then the parabola&apos;s vertex); every arm takes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>searched for every arm at every scale (%1 trials each at half the longest horizon, factors of two, more while the best lies on an edge, then the parabola&apos;s vertex)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paper: the published rule, repeated digit for digit; steps only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rigorous: pairs of equal seed, isotonic curves, %1 % intervals of Student&apos;s t that borrow variance between the arms of a scale, Holm over the arms; target: the last loss that both reached; nothing extrapolated; slopes below ±%2 are the same gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; %1 is a second noise floor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, hash %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, entropy rate %1 nats a token: no model gets below it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With one seed no gain of any size can be told from noise.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With %1 seeds and %2 arms beside the baseline the smallest gain that is found with 80 % power at a scale is %3 (spread of the loss %4 nat and slope at the end %5, %6).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of a pilot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>assumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question and method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much compute, in steps, FLOPs and seconds, is needed with %1 for a loss that the baseline %2 reaches? A gain of 2: half as much.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>patches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (baseline)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held equal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens a parameter of the baseline (without embeddings)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the recipe&apos;s steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>schedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ladder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after each scale the best %1 % of the arms stay whose gain may be above 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cpu, threads a run: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>estimator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parameters of the baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>horizons, steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokens, longest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training FLOPs, longest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters without tables of tokens and positions. FLOPs by counter version 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan, and what was done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>runs planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOPs planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOPs done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planned: as if searches needed no more trials and ladders dropped nobody. Training time is summed over runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> From the first start to the last end: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %1 runs had been trained before and were used again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 (baseline)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the study is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version %1 of the definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>learning rate of %1 at scale %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after scale %1: kept %2; dropped %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (gains: %1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what was decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run of this study carries an environment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The runs differ in machine, program or settings of the machine: gains per second compare seconds of all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>machine of %1 runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run ids, seeds and hashes of the definitions stand in the appendix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points that no gain was computed from:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at scale %2, seed %3: %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appendix: every run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>final loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Losses in nats per token. Definition: the beginning of its hash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The study has no run yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rate used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss at each rate tried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what a wrong rate costs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost: mean over the rates tried of the loss above the least, in nats; diverged counts as the loss at the start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paper, compact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paper, full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>here, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper: smallest smoothed validation loss; gain per step. a: the arm never reached the baseline&apos;s last loss and was measured at its own smallest. *: adjusted after smoothing by |LayerNorm − None|, so not a direct measurement and no target. </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here: the same two numbers, by the same rule.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here: gain per step by the rigorous estimator; the two rules measure different quantities and are not mixed in one column.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>claim</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known weaknesses of the paper&apos;s rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at scale %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at the shared rate: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was dropped by the ladder before scale %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings and notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reproduce</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; extrapolated %1×</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; no gain per FLOP: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; no gain per second: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gain per step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gain per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what it says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gain: compute of the baseline ÷ compute of the arm for the same loss, with its 95 % interval. p: of no gain per step, over the arms of this scale.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute-equivalent gain over %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Provisional: the study has not ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>target loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOPs a token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diverged: runs of the arm; a gain of the survivors alone is not a gain. Parameters without tables of tokens and positions; FLOPs of training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>evaluations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>smallest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As published: no gain per FLOP or second, no interval. Evaluations: of the baseline / of the arm until the target. Losses smoothed over 8 evaluations.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no gain to report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results at scale %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run of an arm beside the baseline has ended at this scale.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise floors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is none: it needs two usable runs of the baseline at a scale, or an arm with the same mathematics.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>floor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seeds or pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gains between 1 ÷ floor and floor say nothing: two copies of the baseline differ as much by chance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seeds of the baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, the same mathematics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At one learning rate, and each arm at its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step, own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step, shared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOP, own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLOP, shared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>second, own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>second, shared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own: every arm at the rate that was found for it. Shared: every arm at the baseline&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Losses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation loss of annealed ends, scale %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation loss, scale %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean, least and most over the seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training FLOPs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entropy of the data %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
