// Qt, on declarations of its own: what the loop calls back, and what waits.
// RUN: %split_file %s %t
// RUN: %check_marks %t/main.cpp --profile=strict -- %flags -isystem %t/qt

//--- qt/qt.h
#pragma once
namespace Qt {
enum ConnectionType { AutoConnection, DirectConnection, QueuedConnection, BlockingQueuedConnection };
}
class QString {
public:
  QString() = default;
  QString(const char *) {}
};
class QStringList {};
class QVariant {};
class QThread;
class QThreadPool;

class QObject {
public:
  virtual ~QObject() = default;
  template <typename Signal, typename Slot>
  static int connect(const QObject *, Signal, const QObject *, Slot &&, Qt::ConnectionType = Qt::AutoConnection) {
    return 0;
  }
  template <typename Signal, typename Functor> static int connect(const QObject *, Signal, Functor &&) { return 0; }
  static int connect(const QObject *, const char *, const QObject *, const char *,
                     Qt::ConnectionType = Qt::AutoConnection);
  void moveToThread(QThread *);
};
class QMetaObject {
public:
  template <typename Functor>
  static bool invokeMethod(QObject *, Functor &&, Qt::ConnectionType = Qt::AutoConnection, void * = nullptr) {
    return true;
  }
};
class QTimer : public QObject {
public:
  template <typename Functor> static void singleShot(int, Functor &&) {}
  template <typename Functor> static void singleShot(int, const QObject *, Functor &&) {}
  void timeout();
};
class QEventLoop : public QObject {
public:
  enum ProcessEventsFlag { AllEvents };
  int exec(ProcessEventsFlag = AllEvents);
  void quit();
};
class QCoreApplication : public QObject {
public:
  static int exec();
  static void processEvents(QEventLoop::ProcessEventsFlag = QEventLoop::AllEvents);
  static void quit();
};

class QThread : public QObject {
public:
  template <typename Function> static QThread *create(Function &&) { return nullptr; }
  static void sleep(unsigned long);
  static void msleep(unsigned long);
  static void usleep(unsigned long);
  bool wait(unsigned long = ~0ul);
  void quit();
  void started();
  void finished();
};
class QThreadPool : public QObject {
public:
  ~QThreadPool() override;
  template <typename Function> void start(Function &&, int = 0) {}
  bool waitForDone(int = -1);
};
template <typename T> class QFuture {
public:
  T result() const;
  void waitForFinished();
  bool isFinished() const;
  template <typename Function> QFuture then(Function &&) { return {}; }
  template <typename Function> QFuture then(QObject *, Function &&) { return {}; }
  template <typename Function> QFuture then(QThreadPool *, Function &&) { return {}; }
};
template <typename T> class QFutureWatcher : public QObject {
public:
  void setFuture(const QFuture<T> &);
  void finished();
};
namespace QtConcurrent {
template <typename Function> QFuture<int> run(Function &&) { return {}; }
template <typename Function> QFuture<int> run(QThreadPool *, Function &&) { return {}; }
template <typename Sequence, typename Function> void blockingMap(Sequence &, Function) {}
} // namespace QtConcurrent
class QMutex {
public:
  void lock();
  bool tryLock(int = 0);
  void unlock();
};
class QMutexLocker {
public:
  explicit QMutexLocker(QMutex *);
  ~QMutexLocker();
};
class QReadWriteLock {
public:
  void lockForRead();
  bool tryLockForRead();
};
class QSemaphore {
public:
  void acquire(int = 1);
  bool tryAcquire(int = 1);
  bool tryAcquire(int, int);
  void release(int = 1);
};
class QWaitCondition {
public:
  bool wait(QMutex *, unsigned long = ~0ul);
  void wakeAll();
};
class QSystemSemaphore {
public:
  bool acquire();
  bool release();
};
class QSharedMemory : public QObject {
public:
  bool lock();
  bool unlock();
};

class QIODevice : public QObject {
public:
  QString readAll();
  long long write(const char *);
  virtual bool waitForReadyRead(int);
  void readyRead();
};
class QFileDevice : public QIODevice {};
class QFile : public QFileDevice {
public:
  explicit QFile(const QString &) {}
  bool open(int);
  static bool exists(const QString &);
};
class QBuffer : public QIODevice {
public:
  QBuffer(QObject * = nullptr) {}
};
class QDir {
public:
  explicit QDir(const QString &) {}
  QStringList entryList() const;
};
class QPixmap {
public:
  explicit QPixmap(const QString &) {}
};
class QAbstractSocket : public QIODevice {
public:
  void connectToHost(const QString &, int);
  bool waitForConnected(int = 30000);
  bool waitForReadyRead(int = 30000) override;
  bool waitForBytesWritten(int = 30000);
  bool waitForDisconnected(int = 30000);
};
class QTcpSocket : public QAbstractSocket {};
class QLocalSocket : public QIODevice {
public:
  void connectToServer(const QString &);
  bool waitForConnected(int = 30000);
};
class QTcpServer : public QObject {
public:
  bool waitForNewConnection(int = 0, bool * = nullptr);
  void newConnection();
};
class QProcess : public QIODevice {
public:
  ~QProcess() override;
  static int execute(const QString &, const QStringList & = {});
  static bool startDetached(const QString &);
  void start(const QString &);
  bool waitForStarted(int = 30000);
  bool waitForFinished(int = 30000);
  void finished(int);
};
class QHostInfo {
public:
  static QHostInfo fromName(const QString &);
  template <typename Functor> static int lookupHost(const QString &, const QObject *, Functor) { return 0; }
};
class QNetworkAccessManager : public QObject {
public:
  void *get(const QString &);
};

class QSqlDatabase {
public:
  bool open();
  bool isOpen() const;
  bool transaction();
  bool commit();
};
class QSqlQuery {
public:
  explicit QSqlQuery(const QString & = QString(), const QSqlDatabase & = QSqlDatabase());
  bool exec(const QString &);
  bool exec();
  bool execBatch();
  bool next();
  void bindValue(int, const QVariant &);
};
namespace QDBus {
enum CallMode { NoBlock, Block };
}
class QDBusAbstractInterface : public QObject {
public:
  int call(const QString &);
  int call(QDBus::CallMode, const QString &);
  int asyncCall(const QString &);
};
class QDBusInterface : public QDBusAbstractInterface {
public:
  QDBusInterface(const QString &, const QString &);
};
class QDBusConnection {
public:
  int call(const QString &, QDBus::CallMode = QDBus::Block, int = -1);
  int asyncCall(const QString &);
};

//--- main.cpp
#include "coroutine.h"

#include <qt.h>
#include <unistd.h>

// ---- The loop runs these ----

class Receiver : public QObject {
public:
  void on_timeout() {
    usleep(5); // BAD: sleep
  }
  void on_direct() {
    usleep(5); // BAD: sleep
  }
  void on_named() {
    usleep(5); // MISSED: sleep: SLOT() names it in a string
  }
  void on_invoked() {
    usleep(5); // BAD: sleep
  }
  void never_connected() {
    usleep(5); // OK: no signal calls it
  }
};
class Worker : public QObject {
public:
  void work() {
    usleep(5); // OK: lives on a thread of its own
  }
};
void free_slot() {
  usleep(5); // BAD: sleep
}
void work() {
  usleep(5); // OK: on another thread
}

void set_up(QTimer *timer, QThread *thread, QThreadPool *pool, Receiver *receiver, Worker *worker) {
  QObject::connect(timer, &QTimer::timeout, receiver, &Receiver::on_timeout);
  QObject::connect(timer, &QTimer::timeout, receiver, &Receiver::on_direct, Qt::DirectConnection);
  QObject::connect(timer, "2timeout()", receiver, "1on_named()");
  QObject::connect(timer, &QTimer::timeout, free_slot);
  QObject::connect(timer, &QTimer::timeout, receiver, [] {
    usleep(5); // BAD: sleep
  });
  QTimer::singleShot(10, [] {
    usleep(5); // BAD: sleep
  });
  QTimer::singleShot(10, receiver, [] {
    usleep(5); // BAD: sleep
  });
  QMetaObject::invokeMethod(receiver, &Receiver::on_invoked, Qt::QueuedConnection);
  QMetaObject::invokeMethod(receiver, [] {
    usleep(5); // BAD: sleep
  });
  QHostInfo::lookupHost("example.org", receiver, [](QHostInfo) {
    usleep(5); // BAD: sleep
  });
  worker->moveToThread(thread);
  QObject::connect(thread, &QThread::started, worker, &Worker::work);
  QObject::connect(timer, &QTimer::timeout, worker, [] {
    usleep(5); // OK: the worker's thread runs it
  });
  auto *probe = new QTimer;
  probe->moveToThread(thread);
  QObject::connect(probe, &QTimer::timeout, [] {
    usleep(5); // OK: as the timer does, it lives on the thread
  });
  QMetaObject::invokeMethod(probe, [] {
    usleep(5); // OK: the same
  });
  QObject::connect(timer, &QTimer::timeout, [] {
    usleep(5); // BAD: sleep
  });

  QThread::create(work);
  QThread::create([] {
    usleep(5); // OK: on a thread of its own
  });
  QtConcurrent::run(work);
  QtConcurrent::run(pool, [] {
    usleep(5); // OK: on the pool
  });
  pool->start([] {
    usleep(5); // OK: on the pool
  });
  QtConcurrent::run(work)
      .then(pool,
            [](int) {
              usleep(5); // OK: on the pool
            })
      .then(receiver, [](int) {
        usleep(5); // BAD: sleep
      });
}

// ---- What waits, and its twin; the brief ones count in the strict profile ----

mock::task<> loops(QEventLoop loop, QObject *other) {
  loop.exec();                        // BAD: nested-event-loop
  loop.quit();                        // OK: only says so
  QCoreApplication::exec();           // BAD: nested-event-loop
  QCoreApplication::processEvents();  // BAD: nested-event-loop
  QCoreApplication::quit();           // OK: only says so
  QMetaObject::invokeMethod(other, free_slot, Qt::BlockingQueuedConnection); // BAD: wait
  co_return;
}

mock::task<> threads(QThread *thread, QThreadPool *pool, QFuture<int> future, int *numbers) {
  QThread::sleep(1);                        // BAD: sleep
  QThread::msleep(10);                      // BAD: sleep
  QThread::usleep(10);                      // BAD: sleep
  QThread::msleep(0);                       // OK: zero
  thread->wait();                           // BAD: wait
  thread->wait(0);                          // OK: no time
  thread->quit();                           // OK: only says so
  pool->waitForDone();                      // BAD: wait
  pool->waitForDone(0);                     // OK: no time
  future.result();                          // BAD: wait
  future.waitForFinished();                 // BAD: wait
  future.isFinished();                      // OK: only looks
  QtConcurrent::blockingMap(numbers, work); // BAD: wait
  co_return;
}

// Watched, a future is asked when it has finished.
int after_loop(QFuture<int> future) {
  QEventLoop loop;
  QFutureWatcher<int> watcher;
  watcher.setFuture(future);
  loop.exec();
  return future.result();
}
int at_once(QFuture<int> future) { return future.result(); }
mock::task<> watched(QFuture<int> first, QFuture<int> second, QFuture<int> third) {
  after_loop(first); // BAD: nested-event-loop
  at_once(second);   // BAD: wait
  QFutureWatcher<int> watcher;
  watcher.setFuture(third);
  third.waitForFinished(); // BAD: wait
  third.result();          // OK: it has finished
  co_return;
}

mock::task<> own_pool() {
  QThreadPool pool; // BAD: wait
  co_return;
}

mock::task<> locks(QMutex *m, QReadWriteLock *l, QSemaphore *s, QWaitCondition *c, QSystemSemaphore *y,
                   QSharedMemory *h) {
  m->lock();              // BAD: lock
  m->tryLock();           // OK: does not wait
  m->tryLock(0);          // OK: no time
  m->tryLock(10);         // BAD: lock
  m->unlock();            // OK: does not wait
  QMutexLocker locker(m); // BAD: lock
  QMutexLocker none(nullptr); // OK: nothing to lock
  l->lockForRead();       // BAD: lock
  l->tryLockForRead();    // OK: does not wait
  s->acquire();           // BAD: wait
  s->tryAcquire();        // OK: does not wait
  s->tryAcquire(1, 10);   // BAD: wait
  s->tryAcquire(1, 0);    // OK: no time
  s->release();           // OK: does not wait
  c->wait(m);             // BAD: wait
  c->wait(m, 0);          // OK: no time
  c->wakeAll();           // OK: does not wait
  y->acquire();           // BAD: wait
  y->release();           // OK: does not wait
  h->lock();              // BAD: lock
  h->unlock();            // OK: does not wait
  co_return;
}

mock::task<> sockets(QTcpSocket *tcp, QLocalSocket *local, QTcpServer *server, QIODevice *device,
                     QNetworkAccessManager *manager) {
  tcp->connectToHost("example.org", 80);   // OK: a signal tells
  tcp->waitForConnected();                 // BAD: socket
  tcp->waitForConnected(0);                // OK: no time
  tcp->waitForReadyRead();                 // BAD: socket
  tcp->waitForReadyRead(0);                // OK: no time
  tcp->waitForBytesWritten(100);           // BAD: socket
  tcp->waitForDisconnected();              // BAD: socket
  tcp->readAll();                          // OK: what has arrived
  local->connectToServer("service");       // OK: a signal tells
  local->waitForConnected();               // BAD: socket
  device->waitForReadyRead(-1);            // BAD: socket
  server->waitForNewConnection();          // OK: no time is the default
  server->waitForNewConnection(-1);        // BAD: socket
  QHostInfo::fromName("example.org");      // BAD: dns
  manager->get("https://example.org");     // OK: a signal tells
  co_return;
}

mock::task<> processes(QProcess *process) {
  QProcess::execute("make");       // BAD: process
  QProcess::startDetached("make"); // BAD: process
  process->start("make");          // OK: a signal tells
  process->waitForStarted();       // BAD: process
  process->waitForFinished();      // BAD: process
  process->waitForFinished(0);     // OK: no time
  co_return;
}

mock::task<> files(QBuffer *memory) {
  QFile file("data");
  file.open(1);          // BAD: file
  file.readAll();        // BAD: file
  file.write("text");    // BAD: file
  QFile::exists("data"); // BAD: file
  memory->readAll();     // OK: in memory
  memory->write("text"); // OK: in memory
  co_return;
}

static const QString icons("#icons"), pictures(":/icons");
mock::task<> resources() {
  QFile sheet(":/style.qss"), other("/etc/style.qss");
  sheet.open(1);              // OK: in the program itself
  sheet.readAll();            // OK: in the program itself
  other.open(1);              // BAD: file
  QDir(pictures).entryList(); // OK: in the program itself
  QDir(icons).entryList();    // BAD: file
  QPixmap logo(":/logo.png"); // OK: in the program itself
  QPixmap face("face.png");   // BAD: file
  co_return;
}

// A reader over any device.
struct reader {
  QIODevice *device;
  explicit reader(QIODevice *d) : device(d) {}
  void next() { device->waitForReadyRead(1000); }
};
mock::task<> devices(QAbstractSocket *socket) {
  QBuffer buffer;
  buffer.waitForReadyRead(1000); // OK: has all that it will have
  reader quick(&buffer), slow(socket);
  quick.next(); // OK: has all that it will have
  slow.next();  // BAD: socket
  co_return;
}

mock::task<> databases(QSqlDatabase database) {
  database.open();                       // BAD: database
  database.isOpen();                     // OK: only looks
  database.transaction();                // BAD: database
  database.commit();                     // BAD: database
  QSqlQuery query;                       // OK: no query yet
  query.bindValue(0, QVariant());        // OK: in memory
  query.exec("SELECT 1");                // BAD: database
  query.execBatch();                     // BAD: database
  query.next();                          // BAD: database
  QSqlQuery at_once("SELECT 1");         // BAD: database
  co_return;
}

mock::task<> bus(QDBusAbstractInterface *interface, QDBusConnection *connection) {
  QDBusInterface made("org.example", "/");   // BAD: ipc
  made.asyncCall("Get");                     // OK: does not wait
  interface->call("Get");                    // BAD: ipc
  interface->call(QDBus::Block, "Get");      // BAD: ipc
  interface->call(QDBus::NoBlock, "Get");    // OK: does not wait
  connection->call("Get");                   // BAD: ipc
  connection->call("Get", QDBus::NoBlock);   // OK: does not wait
  connection->asyncCall("Get");              // OK: does not wait
  co_return;
}
