// qt-network, on its own headers; see README.md.
// REQUIRES: qt6
// RUN: %check_marks %s --profile=strict -- -std=c++20 -fPIC -I/usr/include/x86_64-linux-gnu/qt6 -I/usr/include/x86_64-linux-gnu/qt6/QtCore -I/usr/lib/x86_64-linux-gnu/qt6/mkspecs/linux-g++ -I/usr/include/x86_64-linux-gnu/qt6/QtNetwork -I/usr/include/x86_64-linux-gnu/qt6/QtWebSockets
#include <QDnsLookup>
#include <QHostAddress>
#include <QHostInfo>
#include <QLocalServer>
#include <QLocalSocket>
#include <QNetworkAccessManager>
#include <QNetworkInterface>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUdpSocket>
#include <QWebSocket>
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

task tcp(const QString &host)
{
    QTcpSocket s;                                                       // OK: does not wait
    s.setSocketOption(QAbstractSocket::LowDelayOption, 1);              // OK: does not wait
    s.connectToHost(host, 6379);                                        // OK: does not wait
    bool c = s.waitForConnected(3000);                                  // BAD: socket
    s.write("PING\r\n");                                                // OK: does not wait
    s.flush();                                                          // OK: does not wait
    s.waitForBytesWritten();                                            // BAD: socket
    s.waitForReadyRead(1000);                                           // BAD: socket
    QByteArray b = s.readAll();                                         // OK: does not wait
    qint64 n = s.bytesAvailable();                                      // OK: does not wait
    bool cl = s.canReadLine();                                          // OK: does not wait
    auto st = s.state();                                                // OK: does not wait
    QString es = s.errorString();                                       // OK: does not wait
    s.disconnectFromHost();                                             // OK: does not wait
    s.waitForDisconnected();                                            // BAD: socket
    s.abort();                                                          // OK: does not wait
    (void)c; (void)n; (void)cl; (void)st;
    co_return;
}

task tls(const QString &host)
{
    QSslSocket s;                                                       // OK: does not wait
    s.setPeerVerifyMode(QSslSocket::VerifyPeer);                        // OK: does not wait
    s.connectToHostEncrypted(host, 443);                                // OK: does not wait
    s.waitForConnected();                                               // BAD: socket
    s.waitForEncrypted(5000);                                           // BAD: socket
    s.startClientEncryption();                                          // OK: does not wait
    bool e = s.isEncrypted();                                           // OK: does not wait
    s.ignoreSslErrors();                                                // OK: does not wait
    (void)e;
    co_return;
}

task servers()
{
    QTcpServer srv;                                                     // OK: does not wait
    srv.listen(QHostAddress::Any, 8080);                                // OK: does not wait
    bool a = srv.waitForNewConnection(10000);                           // BAD: socket
    bool p = srv.hasPendingConnections();                               // OK: does not wait
    QTcpSocket *c = srv.nextPendingConnection();                        // OK: does not wait
    quint16 port = srv.serverPort();                                    // OK: does not wait
    srv.close();                                                        // OK: does not wait
    QLocalServer ls;                                                    // OK: does not wait
    ls.waitForNewConnection(-1);                                        // BAD: socket
    (void)a; (void)p; (void)c; (void)port;
    co_return;
}

task udp()
{
    char b[100];
    QUdpSocket u;                                                       // OK: does not wait
    u.bind(5353);                                                       // OK: does not wait
    bool h = u.hasPendingDatagrams();                                   // OK: does not wait
    u.readDatagram(b, sizeof b);                                        // OK: does not wait
    u.writeDatagram("x", 1, QHostAddress("192.0.2.1"), 5353);           // OK: does not wait
    u.waitForReadyRead(-1);                                             // BAD: socket
    (void)h;
    co_return;
}

task local()
{
    QLocalSocket s;                                                     // OK: does not wait
    s.connectToServer("app");
    s.waitForConnected(1000);                                           // BAD: socket
    s.waitForReadyRead();                                               // BAD: socket
    s.waitForBytesWritten(500);                                         // BAD: socket
    s.waitForDisconnected();                                            // BAD: socket
    QByteArray d = s.readAll();                                         // OK: does not wait
    QString n = s.serverName();                                         // OK: does not wait
    co_return;
}

task names(const QString &host, QObject *ctx)
{
    QHostInfo hi = QHostInfo::fromName(host);                           // BAD: dns
    int id = QHostInfo::lookupHost(host, ctx, [](const QHostInfo &) {}); // OK: does not wait
    QHostInfo::abortHostLookup(id);                                     // OK: does not wait
    auto ad = hi.addresses();                                           // OK: does not wait
    QString ln = QHostInfo::localHostName();                            // OK: does not wait
    QDnsLookup q(QDnsLookup::MX, host);                                 // OK: does not wait
    q.lookup();                                                         // OK: does not wait
    bool f = q.isFinished();                                            // OK: does not wait
    QHostAddress a("192.0.2.7");                                        // OK: does not wait
    QString t = a.toString();                                           // OK: does not wait
    (void)f;
    co_return;
}

task http(QNetworkAccessManager *m)
{
    QNetworkRequest rq(QUrl("https://api.example.com"));                // OK: does not wait
    rq.setRawHeader("Accept", "*/*");                                   // OK: does not wait
    rq.setTransferTimeout(3000);                                        // OK: does not wait
    QNetworkReply *r = m->get(rq);                                      // OK: does not wait
    QNetworkReply *p = m->post(rq, QByteArray("{}"));                   // OK: does not wait
    bool f = r->isFinished();                                           // OK: does not wait
    QByteArray b = r->readAll();                                        // OK: does not wait
    r->abort();                                                         // OK: does not wait
    p->deleteLater();                                                   // OK: does not wait
    QWebSocket ws;                                                      // OK: does not wait
    ws.open(QUrl("wss://feed.example.com"));                            // OK: does not wait
    ws.sendTextMessage("hi");                                           // OK: does not wait
    (void)f;
    co_return;
}
