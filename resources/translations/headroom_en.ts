<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>headroom::Comparison</name>
        <message numerus="yes">
            <source>AGAINST %1 · %n differences</source>
            <translation>
                <numerusform>AGAINST %1 · %n difference</numerusform>
                <numerusform>AGAINST %1 · %n differences</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>headroom::ComposeDocument</name>
        <message numerus="yes">
            <source>%n blocks: </source>
            <translation>
                <numerusform>%n block: </numerusform>
                <numerusform>%n blocks: </numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Add %n elements</source>
            <translation>
                <numerusform>Add %n element</numerusform>
                <numerusform>Add %n elements</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n elements</source>
            <translation>
                <numerusform>%n element</numerusform>
                <numerusform>%n elements</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>headroom::DiagramCanvas</name>
        <message numerus="yes">
            <source>%n elements</source>
            <translation>
                <numerusform>%n element</numerusform>
                <numerusform>%n elements</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>headroom::RunActions</name>
        <message numerus="yes">
            <source>Delete %n runs with their curves and checkpoints?</source>
            <translation>
                <numerusform>Delete %n run with its curves and checkpoints?</numerusform>
                <numerusform>Delete %n runs with their curves and checkpoints?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>headroom::RunsPage</name>
        <message numerus="yes">
            <source>%n runs</source>
            <translation>
                <numerusform>%n run</numerusform>
                <numerusform>%n runs</numerusform>
            </translation>
        </message>
    </context>
</TS>
