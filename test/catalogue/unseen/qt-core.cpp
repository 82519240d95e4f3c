// qt-core, on its own headers; see README.md.
// REQUIRES: qt6
// RUN: %check_marks %s --profile=strict -- -std=c++20 -fPIC -I/usr/include/x86_64-linux-gnu/qt6 -I/usr/include/x86_64-linux-gnu/qt6/QtCore -I/usr/lib/x86_64-linux-gnu/qt6/mkspecs/linux-g++
#include <QBuffer>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QDirIterator>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QFuture>
#include <QFutureWatcher>
#include <QLockFile>
#include <QMutex>
#include <QProcess>
#include <QPromise>
#include <QSaveFile>
#include <QSemaphore>
#include <QSettings>
#include <QSharedMemory>
#include <QSystemSemaphore>
#include <QTemporaryFile>
#include <QThread>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>
#include <QWaitCondition>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

task threads(QThread *t, QThreadPool *pool)
{
    t->start();                                                         // OK: does not wait
    t->quit();                                                          // OK: does not wait
    t->requestInterruption();                                           // OK: does not wait
    bool r = t->isRunning();                                            // OK: does not wait
    t->wait();                                                          // BAD: wait
    t->wait(1000);                                                      // BAD: wait
    QThread::sleep(1);                                                  // BAD: sleep
    QThread::msleep(100);                                               // BAD: sleep
    QThread::usleep(500);                                               // BAD: sleep
    int n = QThread::idealThreadCount();                                // OK: does not wait
    pool->start([] {});                                                 // OK: does not wait
    pool->waitForDone();                                                // BAD: wait
    int a = pool->activeThreadCount();                                  // OK: does not wait
    bool ok = pool->tryStart([] {});                                    // OK: does not wait
    pool->clear();                                                      // OK: does not wait
    (void)r; (void)n; (void)a; (void)ok;
    co_return;
}

task sync(QMutex &m, QSemaphore &s, QWaitCondition &wc, QFuture<int> f, QSystemSemaphore &ss)
{
    bool a = m.tryLock();                                               // OK: does not wait
    bool b = m.tryLock(2000);                                           // BAD: lock
    s.acquire();                                                        // BAD: wait
    bool c = s.tryAcquire();                                            // OK: does not wait
    bool d = s.tryAcquire(1, 3000);                                     // BAD: wait
    s.release();                                                        // OK: does not wait
    wc.wait(&m);                                                        // BAD: wait
    wc.wait(&m, QDeadlineTimer(500));                                   // BAD: wait
    wc.wakeAll();                                                       // OK: does not wait
    f.waitForFinished();                                                // BAD: wait
    int v = f.result();                                                 // BAD: wait
    bool fin = f.isFinished();                                          // OK: does not wait
    f.cancel();                                                         // OK: does not wait
    bool rr = f.isResultReadyAt(0);                                     // OK: does not wait
    ss.acquire();                                                       // BAD: wait
    ss.release();                                                       // OK: does not wait
    (void)a; (void)b; (void)c; (void)d; (void)v; (void)fin; (void)rr;
    co_return;
}

task processes(const QString &prog)
{
    QProcess p;                                                         // BAD: process
    p.setProgram(prog);                                                 // OK: does not wait
    p.setArguments({"-k", "/srv/log.txt"});                             // OK: does not wait
    p.start();                                                          // OK: does not wait
    p.waitForStarted();                                                 // BAD: process
    p.waitForReadyRead(1000);                                           // BAD: process
    p.waitForBytesWritten();                                            // BAD: process
    p.waitForFinished();                                                // BAD: process
    QByteArray out = p.readAllStandardOutput();                         // OK: does not wait
    int ec = p.exitCode();                                              // OK: does not wait
    auto st = p.state();                                                // OK: does not wait
    p.closeWriteChannel();                                              // OK: does not wait
    int rc = QProcess::execute("gzip", {"-k", "/srv/log.txt"});         // BAD: process
    p.terminate();                                                      // OK: does not wait
    p.kill();                                                           // OK: does not wait
    QString es = p.errorString();                                       // OK: does not wait
    (void)ec; (void)st; (void)rc;
    co_return;
}

task files(const QString &path)
{
    QFile f(path);                                                      // OK: does not wait
    f.setFileName("/srv/other.txt");                                    // OK: does not wait
    bool o = f.open(QIODevice::ReadWrite);                              // BAD: file
    QByteArray all = f.readAll();                                       // BAD: file
    QByteArray line = f.readLine();                                     // BAD: file
    f.write("hello");                                                   // BAD: file
    f.flush();                                                          // BAD: file
    bool ex = QFile::exists(path);                                      // BAD: file
    QFile::copy(path, "/backup/x");                                     // BAD: file
    QFile::remove(path);                                                // BAD: file
    QString n = f.fileName();                                           // OK: does not wait
    bool op = f.isOpen();                                               // OK: does not wait
    QSaveFile sf("/srv/state");                                         // OK: does not wait
    sf.open(QIODevice::WriteOnly);                                      // BAD: file
    sf.commit();                                                        // BAD: file
    QDir d("/srv");                                                     // OK: does not wait
    QString abs = d.filePath("a.txt");                                  // OK: does not wait
    QStringList es = d.entryList();                                     // BAD: file
    d.mkpath("/srv/a/b");                                               // BAD: file
    d.removeRecursively();                                              // BAD: file
    QString cp = QDir::cleanPath("/a/../b");                            // OK: does not wait
    QFileInfo fi(path);                                                 // OK: does not wait
    QString sfx = fi.suffix();                                          // OK: does not wait
    QString bn = fi.baseName();                                         // OK: does not wait
    (void)o; (void)ex; (void)op;
    co_return;
}

task memory_io(QByteArray &data)
{
    QBuffer b(&data);                                                   // OK: does not wait
    b.open(QIODevice::ReadWrite);                                       // OK: does not wait
    b.write("x");                                                       // OK: does not wait
    QByteArray r = b.readAll();                                         // OK: does not wait
    QUrl u("https://example.com/a?b=c");                                // OK: does not wait
    QString h = u.host();                                               // OK: does not wait
    co_return;
}

task lockfile()
{
    QLockFile lf("/run/app.lock");                                      // OK: does not wait
    lf.setStaleLockTime(30000);                                         // OK: does not wait
    lf.lock();                                                          // BAD: lock
    lf.tryLock(5000);                                                   // BAD: lock
    bool l = lf.isLocked();                                             // OK: does not wait
    (void)l;
    co_return;
}

task loops()
{
    QEventLoop loop;                                                    // OK: does not wait
    QTimer t;                                                           // OK: does not wait
    t.setSingleShot(true);                                              // OK: does not wait
    t.start(1000);                                                      // OK: does not wait
    loop.exec();                                                        // BAD: nested-event-loop
    loop.quit();                                                        // OK: does not wait
    loop.processEvents(QEventLoop::WaitForMoreEvents);                  // BAD: nested-event-loop
    QTimer::singleShot(100, [] {});                                     // OK: does not wait
    QCoreApplication::exec();                                           // BAD: nested-event-loop
    QCoreApplication::quit();                                           // OK: does not wait
    co_return;
}
