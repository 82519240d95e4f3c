// Qt on its own headers: streams over files, what asks the file system, dialogs.
// REQUIRES: qt6, qt6-serialport
// RUN: %check_marks %s --profile=strict -- -std=c++20 -fPIC -I/usr/include/x86_64-linux-gnu/qt6 -I/usr/include/x86_64-linux-gnu/qt6/QtCore -I/usr/include/x86_64-linux-gnu/qt6/QtDBus -I/usr/include/x86_64-linux-gnu/qt6/QtNetwork -I/usr/include/x86_64-linux-gnu/qt6/QtSerialPort -I/usr/include/x86_64-linux-gnu/qt6/QtSql -I/usr/include/x86_64-linux-gnu/qt6/QtWidgets -I/usr/include/x86_64-linux-gnu/qt6/QtGui -I/usr/lib/x86_64-linux-gnu/qt6/mkspecs/linux-g++ -I%S/../Inputs
#include "coroutine.h"

#include <QtCore>
#include <QtDBus>
#include <QtNetwork>
#include <QtSerialPort>
#include <QtSql>
#include <QtWidgets>

mock::task<> streams(QFile *file, QBuffer *memory, QByteArray bytes) {
  QTextStream text(file);         // OK: only puts a stream around the file
  QString line = text.readLine(); // BAD: file
  line = text.readAll();          // BAD: file
  text << line;                   // BAD: file
  text.flush();                   // BAD: file
  QTextStream in_memory(&bytes);  // OK: over memory
  line = in_memory.readLine();    // OK: over memory
  in_memory << line;              // OK: over memory
  QTextStream input(stdin);       // OK: only puts a stream around it
  line = input.readLine();        // BAD: console
  int number;
  QDataStream data(file); // OK: only puts a stream around the file
  data >> number;         // BAD: file
  data << number;         // BAD: file
  QDataStream of_buffer(memory);
  of_buffer >> number; // OK: over memory
  of_buffer << number; // OK: over memory
  char letter;
  file->getChar(&letter);   // BAD: file
  memory->getChar(&letter); // OK: over memory
  co_return;
}

mock::task<> names(QFileInfo info, QDir directory, QString path) {
  info.isReadable();                                // BAD: file
  info.isSymLink();                                 // BAD: file
  path = info.canonicalFilePath();                  // BAD: file
  path = info.absoluteFilePath();                   // OK: works on the text
  path = info.baseName();                           // OK: works on the text
  info.setFile(path);                               // OK: works on the text
  directory.isEmpty();                              // BAD: file
  directory.cd("sub");                              // BAD: file
  directory.setPath(path);                          // OK: works on the text
  directory.count();                                // BAD: file
  QTemporaryDir temporary;                          // BAD: file
  temporary.remove();                               // BAD: file
  path = QStandardPaths::findExecutable("git");     // BAD: file
  path = QStandardPaths::displayName(QStandardPaths::HomeLocation); // OK: a name
  QStorageInfo disk("/srv");                        // BAD: file
  disk.refresh();                                   // BAD: file
  disk.bytesFree();                                 // OK: what refresh() has found
  QSettings settings("a.ini", QSettings::IniFormat); // BAD: file
  settings.setValue("a", 1);                        // OK: the loop writes it later
  settings.value("a");                              // OK: in memory
  settings.sync();                                  // BAD: file
  QFileSystemWatcher watcher;                       // OK: watches nothing yet
  watcher.addPath(path);                            // BAD: file
  watcher.files();                                  // OK: in memory
  QLibrary::resolve("z", "compress");               // BAD: file
  co_return;
}

mock::task<> images(QByteArray bytes, QString path) {
  QImage image(path);        // BAD: file
  image.save(path);          // BAD: file
  image.loadFromData(bytes); // OK: in memory
  QImage blank(4, 4, QImage::Format_RGB32); // OK: in memory
  image = blank.copy();      // OK: in memory
  QImageReader reader(path);
  reader.read(); // BAD: file
  QBuffer buffer(&bytes);
  QImageReader of_memory(&buffer);
  of_memory.read(); // OK: in memory
  co_return;
}

mock::task<> others(QDBusAbstractInterface *interface, QSqlDatabase database, QSqlDriver *driver, QSslSocket *socket,
                    QSslCertificate certificate, QSerialPort *port, QSemaphore *semaphore) {
  QDBusReply<int> reply = interface->asyncCall("Get"); // BAD: ipc
  QDBusPendingCall pending = interface->asyncCall("Get"); // OK: does not wait
  QDBusConnection::connectToBus(QDBusConnection::SystemBus, "mine"); // BAD: ipc
  QDBusConnection::disconnectFromBus("mine");          // OK: does not wait
  driver->beginTransaction();                          // BAD: database
  driver->isOpen();                                    // OK: only looks
  database.close();                                    // BAD: database
  database.driverName();                               // OK: only looks
  socket->setLocalCertificate("a.pem");                // BAD: file
  socket->setLocalCertificate(certificate);            // OK: in memory
  QSslCertificate::fromPath("/etc/ssl/*.pem");         // BAD: file
  QNetworkInterface::allInterfaces();                  // BAD: socket
  QNetworkInterface().name();                          // OK: in memory
  port->open(QIODevice::ReadWrite);                    // BAD: device
  port->setBaudRate(9600);                             // OK: a setting
  port->waitForReadyRead(10);                          // BAD: device
  port->write("text");                                 // OK: only queues
  semaphore->try_acquire_for(std::chrono::seconds(1)); // BAD: wait
  semaphore->try_acquire();                            // OK: does not wait
  co_return;
}

mock::task<> dialogs(QDialog *dialog, QMenu *menu) {
  dialog->exec();                                // BAD: nested-event-loop
  dialog->open();                                // OK: a signal tells the rest
  menu->exec();                                  // BAD: nested-event-loop
  menu->popup(QPoint());                         // OK: a signal tells the rest
  QMessageBox::question(dialog, "a", "b");       // BAD: nested-event-loop
  QMessageBox box(dialog);                       // OK: not shown yet
  box.setText("a");                              // OK: a setting
  QFileDialog::getOpenFileName(dialog);          // BAD: nested-event-loop
  co_return;
}
