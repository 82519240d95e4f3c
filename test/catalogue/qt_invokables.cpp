// Qt on its own headers: methods that QML and D-Bus find by their names.
// REQUIRES: qt6, llvm22
// RUN: %check_marks %s -- -std=c++20 -fPIC -I/usr/include/x86_64-linux-gnu/qt6 -I/usr/include/x86_64-linux-gnu/qt6/QtCore -I/usr/lib/x86_64-linux-gnu/qt6/mkspecs/linux-g++

#include <QtCore>

class Model : public QObject {
  Q_OBJECT
public:
  Q_INVOKABLE explicit Model(int) { QThread::msleep(20); } // OK: code that makes one is asked
  Q_INVOKABLE void load() { QThread::msleep(20); }         // BAD: sleep
  Q_INVOKABLE [[nodiscard]] int count();
  virtual Q_INVOKABLE void store() { QThread::msleep(20); } // BAD: sleep
  Q_SLOT void onOne() { QThread::msleep(20); }              // BAD: sleep
  Q_INVOKABLE void open() { QThread::msleep(20); }          // OK: close() is asked
  void close() { open(); }                                  // OK: nobody runs it
  Q_INVOKABLE void scan() { QThread::msleep(20); }          // OK: runs on another thread
  Q_SIGNAL void changed();
};
int Model::count() {
  emit changed();     // OK: a signal waits for nobody
  QThread::msleep(0); // OK: does not wait
  QThread::msleep(5); // BAD: sleep
  return 0;
}

void start(Model *model) {
  auto *thread = QThread::create(&Model::scan, model);
  thread->start();
}

// What a D-Bus adaptor calls for its peers.
class Manager : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.example.Manager")
public:
  Q_SCRIPTABLE void reload() { QThread::msleep(20); } // BAD: sleep
  Q_SCRIPTABLE QString name() const;
  Q_SCRIPTABLE static void wipe() { QThread::msleep(20); } // BAD: sleep
  Q_SCRIPTABLE void begin() { QThread::msleep(20); }       // OK: end() is asked
  void end() { begin(); }                                  // OK: nobody runs it
  void local() { QThread::msleep(20); }                    // OK: not offered
public slots:
  Q_SCRIPTABLE void restart() { QThread::msleep(20); } // BAD: sleep
signals:
  Q_SCRIPTABLE void gone();
};
QString Manager::name() const {
  QThread::msleep(20); // BAD: sleep
  return {};
}
