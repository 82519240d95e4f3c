// Qt on its own headers: what is in the program itself, by names that are put
// together.
// REQUIRES: qt6
// RUN: %check_marks %s -- -std=c++20 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt6 -isystem /usr/include/x86_64-linux-gnu/qt6/QtCore -isystem /usr/lib/x86_64-linux-gnu/qt6/mkspecs/linux-g++ -I%S/../Inputs
#include "coroutine.h"

#include <QtCore>

static QString content(const QString &path) {
  QFile file(path);
  file.open(QFile::ReadOnly);
  return QTextStream(&file).readAll();
}
mock::task<> filled_in(const QString &name, int version) {
  QFile query(QString(":/sql/%1.sql").arg(name)), other(QString("%1/x.sql").arg(name));
  query.open(QFile::ReadOnly); // OK: in the program itself
  other.open(QFile::ReadOnly); // BAD: file
  QFileInfo info, either;
  if (version == 0)
    info = QFileInfo(QStringLiteral(":/sql/%1.sql").arg(name));
  else
    info = QFileInfo(QString(":/sql/%1/%2.sql").arg(version).arg(name));
  if (version == 0)
    either = QFileInfo(QString(":/sql/%1.sql").arg(name));
  else
    either = QFileInfo(QString("/etc/%1/%2.sql").arg(version).arg(name));
  QFile chosen(info.filePath()), any(either.filePath());
  chosen.open(QFile::ReadOnly);                           // OK: in the program itself
  any.open(QFile::ReadOnly);                              // BAD: file
  QTextStream(&chosen).readAll();           // OK: in the program itself
  QTextStream(&any).readAll();              // BAD: file
  content(":/sql/all");                      // OK: in the program itself
  content(QString(":/sql/%1").arg(name));    // FALSE: file: of a parameter, only one of the conditions is carried
  content(QString("/etc/sql/%1").arg(name)); // BAD: file
  co_return;
}
