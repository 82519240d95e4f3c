// Qt on its own headers: slots that no code calls or connects in sight.
// REQUIRES: qt6
// RUN: %check_marks %s -- -std=c++20 -fPIC -I/usr/include/x86_64-linux-gnu/qt6 -I/usr/include/x86_64-linux-gnu/qt6/QtCore -I/usr/include/x86_64-linux-gnu/qt6/QtTest -I/usr/lib/x86_64-linux-gnu/qt6/mkspecs/linux-g++

#include <QtCore>
#include <QtTest>

class Form : public QObject {
  Q_OBJECT
public:
  Form() { connect(&timer, SIGNAL(timeout()), this, SLOT(onTimeout())); }
  void refresh();
  void start() { onStart(); }
public slots:
  void onSave();
  void onTimeout();
  void onPress() { refresh(); } // BAD: sleep
  void onStart();
  void onIdle();
  virtual void onClose();
  void onRelease() { QThread::msleep(20); } // BAD: sleep
  static void onAny();
signals:
  void saved();
private slots:
  void on_button_clicked();
protected Q_SLOTS:
  void onLater();

public:
  Q_SLOT void onOne();
  void other();

protected:
  QTimer timer;
};

void Form::refresh() { QThread::msleep(20); } // OK: by itself nobody runs it
void Form::other() { QThread::msleep(20); }   // OK: a slot that stands before it does not make it one
void Form::onSave() {
  QThread::msleep(20); // BAD: sleep
  QThread::msleep(0);  // OK: does not wait
  emit saved();        // OK: a signal waits for nobody
}
void Form::onTimeout() { QThread::msleep(20); }         // BAD: sleep
void Form::onStart() { QThread::msleep(20); }           // OK: main() calls it before the loop
void Form::onIdle() { QThread::msleep(20); }            // OK: another thread runs it
void Form::onClose() { QThread::msleep(20); }           // BAD: sleep
void Form::onAny() { QThread::msleep(20); }             // BAD: sleep
void Form::on_button_clicked() { QThread::msleep(20); } // BAD: sleep
void Form::onLater() {
  QProcess::execute("make"); // BAD: process
  onLater();                 // BAD: process
}

class Dialog : public Form {
  Q_OBJECT
public slots:
  void onClose() override { QThread::msleep(20); } // OK: who calls onClose() is asked
};

// Slots of objects that live on other threads.
class Worker : public QObject {
  Q_OBJECT
public slots:
  void work() { QThread::msleep(20); } // OK: all workers have moved
};
class FastWorker : public Worker {
  Q_OBJECT
public slots:
  void workFast() { QThread::msleep(20); } // OK: of a worker
};
class Stayer : public QObject {
  Q_OBJECT
public slots:
  void stay() { QThread::msleep(20); } // BAD: sleep
};
class Base : public QObject {
  Q_OBJECT
public slots:
  void workAsBase() { QThread::msleep(20); } // OK: those that have moved have it too
};
class Moved : public Base {
  Q_OBJECT
public slots:
  void workMoved() { QThread::msleep(20); } // OK: has moved
};
class Looper : public QThread {
  Q_OBJECT
public:
  Looper() { moveToThread(this); }
public slots:
  void loopWork() { QThread::msleep(20); } // OK: lives on itself
};
class Job : public QObject {
  Q_OBJECT
public slots:
  void runJob() { QThread::msleep(20); } // OK: a helper moves it
};

void moveAway(QObject *object, QThread *thread) { object->moveToThread(thread); }
void startWorkers(QThread *thread) {
  auto *worker = new Worker;
  worker->moveToThread(thread);
  auto *moved = new Moved;
  moved->moveToThread(thread);
  moveAway(new Job, thread);
}

// The tests of a class of tests.
class Tests : public QObject {
  Q_OBJECT
private slots:
  void testSleep() { QThread::msleep(20); } // OK: QTest::qExec() calls it
};
int runTests(int argc, char **argv) {
  Tests tests;
  return QTest::qExec(&tests, argc, argv);
}

// Not of Qt.
struct plain {
  void nobody_calls() { QThread::msleep(20); } // OK: nobody runs it
};

// What moc makes.
void Form::qt_static_metacall(QObject *object, QMetaObject::Call, int id, void **) {
  auto *form = static_cast<Form *>(object);
  switch (id) {
  case 0:
    form->onSave();
    break;
  case 1:
    form->on_button_clicked();
    break;
  default:
    break;
  }
}

int main(int argc, char **argv) {
  QCoreApplication app(argc, argv);
  Form form;
  form.start();
  QThreadPool::globalInstance()->start([&form] { form.onIdle(); });
  return app.exec();
}
