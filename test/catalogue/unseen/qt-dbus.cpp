// qt-dbus, on its own headers; see README.md.
// REQUIRES: qt6
// RUN: %check_marks %s --profile=strict -- -std=c++20 -fPIC -I/usr/include/x86_64-linux-gnu/qt6 -I/usr/include/x86_64-linux-gnu/qt6/QtCore -I/usr/lib/x86_64-linux-gnu/qt6/mkspecs/linux-g++ -I/usr/include/x86_64-linux-gnu/qt6/QtDBus
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusError>
#include <QDBusInterface>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusReply>
#include <QVariant>
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

task sync_calls(QDBusConnection bus, const QDBusMessage &msg, QDBusInterface &iface)
{
    QDBusMessage r = bus.call(msg);                                     // BAD: ipc
    QDBusMessage r2 = bus.call(msg, QDBus::Block, 2000);                // BAD: ipc
    QDBusMessage r3 = iface.call("ListUnits");                          // BAD: ipc
    QDBusMessage r4 = iface.call(QDBus::Block, "GetUnit", "a.service"); // BAD: ipc
    QDBusMessage r5 = iface.callWithArgumentList(QDBus::Block, "GetUnit", {"a"}); // BAD: ipc
    QDBusInterface made("org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", bus); // BAD: ipc
    QVariant pv = made.property("Version");                             // BAD: ipc
    QDBusMessage nb = iface.call(QDBus::NoBlock, "Reload");             // OK: does not wait
    QDBusMessage gui = iface.call(QDBus::BlockWithGui, "Reload");       // BAD: ipc
    QDBusReply<QStringList> names = bus.interface()->registeredServiceNames(); // BAD: ipc
    QDBusReply<bool> reg = bus.interface()->isServiceRegistered("a.b"); // BAD: ipc
    bool own = bus.registerService("com.example.App");                  // BAD: ipc
    (void)own;
    co_return;
}

task async_calls(QDBusConnection bus, const QDBusMessage &msg, QDBusInterface &iface)
{
    QDBusPendingCall pc = bus.asyncCall(msg);                           // OK: does not wait
    QDBusPendingCall pc2 = iface.asyncCall("ListUnits");                // OK: does not wait
    bool fin = pc.isFinished();                                         // OK: does not wait
    pc.waitForFinished();                                               // BAD: ipc
    QDBusPendingReply<QString> pr = pc2;                                // OK: does not wait
    pr.waitForFinished();                                               // BAD: ipc
    QDBusPendingCallWatcher w(pc);                                      // OK: does not wait
    w.waitForFinished();                                                // BAD: ipc
    bool sent = bus.send(msg);                                          // OK: does not wait
    bool ok = bus.registerObject("/x", nullptr);                        // OK: does not wait
    bool c = bus.isConnected();                                         // OK: does not wait
    QString bs = bus.baseService();                                     // OK: does not wait
    (void)fin; (void)sent; (void)ok; (void)c;
    co_return;
}

task messages()
{
    QDBusMessage m = QDBusMessage::createMethodCall("a.b", "/x", "a.b.I", "M"); // OK: does not wait
    m.setArguments({1, "x"});                                           // OK: does not wait
    m << 5;                                                             // OK: does not wait
    QString s = m.member();                                             // OK: does not wait
    QDBusMessage sg = QDBusMessage::createSignal("/x", "a.b.I", "S");   // OK: does not wait
    QVariantList l = m.arguments();                                     // OK: does not wait
    QDBusMessage rep = m.createReply(3);                                // OK: does not wait
    QDBusError e(QDBusError::NoReply, "timeout");                       // OK: does not wait
    QString n = e.name();                                               // OK: does not wait
    QDBusPendingCall done = QDBusPendingCall::fromCompletedCall(rep);   // OK: does not wait
    done.waitForFinished();                                             // OK: does not wait
    co_return;
}
