// poco, on its own headers; see README.md.
// REQUIRES: poco
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <Poco/ActiveMethod.h>
#include <Poco/ActiveResult.h>
#include <Poco/Condition.h>
#include <Poco/Data/RecordSet.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>
#include <Poco/Data/Statement.h>
#include <Poco/Event.h>
#include <Poco/File.h>
#include <Poco/FileStream.h>
#include <Poco/NamedMutex.h>
#include <Poco/NamedEvent.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/DatagramSocket.h>
#include <Poco/Net/FTPClientSession.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/ICMPClient.h>
#include <Poco/Net/MailMessage.h>
#include <Poco/Net/SMTPClientSession.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/WebSocket.h>
#include <Poco/NotificationQueue.h>
#include <Poco/Path.h>
#include <Poco/Process.h>
#include <Poco/Redis/Client.h>
#include <Poco/Redis/Command.h>
#include <Poco/Semaphore.h>
#include <Poco/StreamCopier.h>
#include <Poco/Thread.h>
#include <Poco/ThreadPool.h>
#include <Poco/URI.h>
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

using namespace Poco::Net;

task sockets(const SocketAddress &sa)
{
    char b[256];
    StreamSocket s;                                                     // OK: does not wait
    StreamSocket c(sa);                                                 // BAD: socket
    s.connect(sa, Poco::Timespan(5, 0));                                // BAD: socket
    s.sendBytes("PING", 4);                                             // BAD: socket
    s.receiveBytes(b, sizeof b);                                        // BAD: socket
    s.setReceiveTimeout(Poco::Timespan(2, 0));                          // OK: does not wait
    s.setNoDelay(true);                                                 // OK: does not wait
    bool r = s.poll(Poco::Timespan(1, 0), Socket::SELECT_READ);         // BAD: socket
    bool z = s.poll(Poco::Timespan(0), Socket::SELECT_READ);            // FALSE: socket: a zero time that is an object
    int av = s.available();                                             // OK: does not wait
    SocketAddress pa = s.peerAddress();                                 // OK: does not wait
    s.shutdownSend();                                                   // OK: does not wait
    StreamSocket n;                                                     // OK: does not wait
    n.connectNB(sa);                                                    // OK: does not wait
    ServerSocket ss(8080);                                              // OK: does not wait
    StreamSocket in = ss.acceptConnection();                            // BAD: socket
    DatagramSocket u(sa.family());                                      // OK: does not wait
    SocketAddress from;
    u.receiveFrom(b, sizeof b, from);                                   // BAD: socket
    (void)r; (void)z; (void)av;
    co_return;
}

task names(const std::string &host)
{
    HostEntry e = DNS::hostByName(host);                                // BAD: dns
    HostEntry r = DNS::resolve(host);                                   // BAD: dns
    IPAddress o = DNS::resolveOne(host);                                // BAD: dns
    HostEntry a = DNS::hostByAddress(IPAddress("192.0.2.1"));           // BAD: dns
    SocketAddress byname("db.internal", 5432);                          // BAD: dns
    SocketAddress num("192.0.2.7", 80);                                 // OK: does not wait
    IPAddress ip = IPAddress::parse("192.0.2.1");                       // OK: does not wait
    std::string t = ip.toString();                                      // OK: does not wait
    std::string hn = DNS::hostName();                                   // OK: does not wait
    co_return;
}

task http(const std::string &url)
{
    Poco::URI uri(url);                                                 // OK: does not wait
    HTTPClientSession s(uri.getHost(), uri.getPort());                  // OK: does not wait
    s.setTimeout(Poco::Timespan(5, 0));                                 // OK: does not wait
    s.setKeepAlive(true);                                               // OK: does not wait
    HTTPRequest rq(HTTPRequest::HTTP_GET, "/", HTTPMessage::HTTP_1_1);  // OK: does not wait
    rq.set("Accept", "*/*");                                            // OK: does not wait
    std::ostream &os = s.sendRequest(rq);                               // BAD: http
    HTTPResponse rs;                                                    // OK: does not wait
    std::istream &is = s.receiveResponse(rs);                           // BAD: http
    auto st = rs.getStatus();                                           // OK: does not wait
    std::string body;
    Poco::StreamCopier::copyToString(is, body);                         // BAD: http
    s.reset();                                                          // OK: does not wait
    WebSocket ws(s, rq, rs);                                            // BAD: socket
    char b[100];
    int fl;
    ws.receiveFrame(b, sizeof b, fl);                                   // BAD: socket
    ws.sendFrame(b, 10);                                                // BAD: socket
    (void)os; (void)st;
    co_return;
}

task mail_ftp(const MailMessage &m)
{
    SMTPClientSession s("mail.example.com");                            // BAD: socket
    s.login();                                                          // BAD: socket
    s.sendMessage(m);                                                   // BAD: socket
    s.close();                                                          // BAD: socket
    FTPClientSession f;                                                 // BAD: socket
    f.setPassive(true);                                                 // OK: does not wait
    f.open("ftp.example.com", 21, "u", "p");                            // BAD: socket
    f.beginDownload("x.txt");                                           // BAD: socket
    MailMessage out;                                                    // OK: does not wait
    out.setSubject("hi");                                               // OK: does not wait
    int n = ICMPClient::pingIPv4("gw.example.com");                     // BAD: socket
    (void)n;
    co_return;
}

task waiting(Poco::Event &e, Poco::Semaphore &sem, Poco::Thread &t, Poco::NamedMutex &nm, Poco::NamedEvent &ne, Poco::ThreadPool &pool, Poco::ActiveResult<int> &ar, Poco::NotificationQueue &nq)
{
    e.set();                                                            // OK: does not wait
    e.reset();                                                          // OK: does not wait
    e.wait();                                                           // BAD: wait
    bool a = e.tryWait(1000);                                           // BAD: wait
    sem.set();                                                          // OK: does not wait
    sem.wait();                                                         // BAD: wait
    bool b = sem.tryWait(500);                                          // BAD: wait
    t.join();                                                           // BAD: wait
    bool c = t.tryJoin(1000);                                           // BAD: wait
    bool rn = t.isRunning();                                            // OK: does not wait
    t.setName("w");                                                     // OK: does not wait
    Poco::Thread::sleep(20);                                            // BAD: sleep
    nm.lock();                                                          // BAD: ipc
    bool d = nm.tryLock();                                              // OK: does not wait
    ne.wait();                                                          // BAD: ipc
    ne.set();                                                           // OK: does not wait
    pool.joinAll();                                                     // BAD: wait
    int free = pool.available();                                        // OK: does not wait
    ar.wait();                                                          // BAD: wait
    bool av = ar.available();                                           // OK: does not wait
    Poco::Notification *n = nq.waitDequeueNotification();               // BAD: wait
    n = nq.dequeueNotification();                                       // OK: does not wait
    nq.wakeUpAll();                                                     // OK: does not wait
    (void)a; (void)b; (void)c; (void)rn; (void)d; (void)free; (void)av; (void)n;
    co_return;
}

task files(const std::string &path)
{
    Poco::File f(path);                                                 // OK: does not wait
    bool e = f.exists();                                                // BAD: file
    auto sz = f.getSize();                                              // BAD: file
    f.copyTo("/backup/x");                                              // BAD: file
    f.renameTo("/srv/y");                                               // BAD: file
    f.remove(true);                                                     // BAD: file
    f.createDirectories();                                              // BAD: file
    Poco::FileInputStream in(path);                                     // BAD: file
    const std::string &p = f.path();                                    // OK: does not wait
    Poco::Path pp(path);                                                // OK: does not wait
    std::string ext = pp.getExtension();                                // OK: does not wait
    pp.append("z");                                                     // OK: does not wait
    std::string str = pp.toString();                                    // OK: does not wait
    (void)e; (void)sz; (void)p;
    co_return;
}

task processes(const Poco::Process::Args &args)
{
    Poco::ProcessHandle h = Poco::Process::launch("/bin/gzip", args); // BAD: process
    auto id = h.id();                                                   // OK: does not wait
    int rc = h.wait();                                                  // BAD: process
    int rc2 = Poco::Process::wait(h);                                   // BAD: process
    bool r = Poco::Process::isRunning(id);                              // OK: does not wait
    Poco::Process::requestTermination(id);                              // OK: does not wait
    (void)rc; (void)rc2; (void)r;
    co_return;
}

task data(Poco::Data::SessionPool &pool)
{
    using namespace Poco::Data::Keywords;
    int n = 0;
    Poco::Data::Session s("MySQL", "host=db1;db=app");                  // BAD: database
    s << "SELECT count(*) FROM t", into(n), now;                        // BAD: database
    Poco::Data::Statement st(s);                                        // OK: does not wait
    st << "DELETE FROM old";                                            // OK: does not wait
    st.execute();                                                       // BAD: database
    s.begin();                                                          // BAD: database
    s.commit();                                                         // BAD: database
    int cap = pool.capacity();                                          // OK: does not wait
    (void)cap;
    co_return;
}

task redis(Poco::Redis::Client &c)
{
    Poco::Redis::Command get = Poco::Redis::Command::get("k");          // OK: does not wait
    std::string v = c.execute<std::string>(get);                        // BAD: database
    c.connect("cache1", 6379);                                          // BAD: database
    Poco::Redis::Array arr;                                             // OK: does not wait
    arr.add("PING");                                                    // OK: does not wait
    co_return;
}
