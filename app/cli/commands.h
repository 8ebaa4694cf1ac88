// The groups of commands; each adds its own to the command line.
#pragma once

namespace headroom::cli {

class CommandLine;

void addTrain(CommandLine& line);        // train
void addReading(CommandLine& line);      // runs, show, metrics, diff, queue
void addControl(CommandLine& line);      // stop, pause, resume, clone, delete, tag, note, checkpoint
void addTransfer(CommandLine& line);     // import, export, report
void addCeg(CommandLine& line);          // ceg
void addStudy(CommandLine& line);        // study
void addBundle(CommandLine& line);       // bundle, study again, study compare; after addStudy
void addModels(CommandLine& line);       // cost, templates, scales, arms, recipes, blocks
void addEngine(CommandLine& line);       // engine, db
void addDoctor(CommandLine& line);       // doctor
void addCompletions(CommandLine& line);  // completions
void addInference(CommandLine& line);    // logits, sample

}  // namespace headroom::cli
