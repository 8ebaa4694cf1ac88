// What a file or folder is that was dropped on the window, opened from its menu or named on the command line.
#pragma once

#include <QString>

namespace headroom {

enum class FileKind {
  Architecture,  // headroom.architecture
  Study,         // headroom.study
  Bundle,        // .headroom.zip
  Series,        // a table of curves: `headroom import csv`
  Events,        // a folder of event files: `headroom import tensorboard`
  Weights,       // what save_pretrained wrote: `headroom import huggingface`
  Text,          // to train on
  Database,      // another headroom.db
  Foreign
};

struct OpenedFile {
  FileKind kind = FileKind::Foreign;
  QString path;
  QString why;  // of a foreign one: what it is, what would be welcome
};

/// By content, not only by name; reads a few kilobytes of a file (a JSON document whole).
OpenedFile recognise(const QString& path);

}  // namespace headroom
