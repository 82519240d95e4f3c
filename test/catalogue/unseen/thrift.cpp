// thrift, on its own headers; see README.md.
// REQUIRES: thrift
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <thrift/TProcessor.h>
#include <thrift/concurrency/Monitor.h>
#include <thrift/concurrency/ThreadFactory.h>
#include <thrift/concurrency/ThreadManager.h>
#include <thrift/protocol/TBinaryProtocol.h>
#include <thrift/protocol/TCompactProtocol.h>
#include <thrift/server/TNonblockingServer.h>
#include <thrift/server/TSimpleServer.h>
#include <thrift/server/TThreadPoolServer.h>
#include <thrift/server/TThreadedServer.h>
#include <thrift/transport/TBufferTransports.h>
#include <thrift/transport/TFileTransport.h>
#include <thrift/transport/THttpClient.h>
#include <thrift/transport/TServerSocket.h>
#include <thrift/transport/TSimpleFileTransport.h>
#include <thrift/transport/TSocket.h>
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

using namespace apache::thrift;
using namespace apache::thrift::protocol;
using namespace apache::thrift::transport;
using namespace apache::thrift::server;

task sockets()
{
    uint8_t b[64];
    TSocket s("svc1", 9090);                                            // OK: does not wait
    s.setConnTimeout(2000);                                             // OK: does not wait
    s.setRecvTimeout(5000);                                             // OK: does not wait
    s.setNoDelay(true);                                                 // OK: does not wait
    bool o = s.isOpen();                                                // OK: does not wait
    s.open();                                                           // BAD: socket
    s.write(b, sizeof b);                                               // BAD: socket
    uint32_t n = s.read(b, sizeof b);                                   // BAD: socket
    bool p = s.peek();                                                  // BAD: socket
    std::string h = s.getHost();                                        // OK: does not wait
    int port = s.getPort();                                             // OK: does not wait
    std::string info = s.getSocketInfo();                               // OK: does not wait
    s.close();                                                          // OK: does not wait
    (void)o; (void)n; (void)p; (void)port;
    co_return;
}

task listening()
{
    TServerSocket ss(9090);                                             // OK: does not wait
    ss.setAcceptBacklog(64);                                            // OK: does not wait
    ss.listen();                                                        // OK: does not wait
    std::shared_ptr<TTransport> c = ss.accept();                        // BAD: socket
    ss.interrupt();                                                     // OK: does not wait
    ss.close();                                                         // OK: does not wait
    co_return;
}

task memory()
{
    uint8_t b[16] = {};
    auto mem = std::make_shared<TMemoryBuffer>();                       // OK: does not wait
    TMemoryBuffer m;                                                    // OK: does not wait
    m.write(b, sizeof b);                                               // OK: does not wait
    m.read(b, sizeof b);                                                // OK: does not wait
    std::string s = m.getBufferAsString();                              // OK: does not wait
    m.resetBuffer();                                                    // OK: does not wait
    TBinaryProtocol prot(mem);                                          // OK: does not wait
    co_return;
}

task buffered(std::shared_ptr<TSocket> sock)
{
    TFramedTransport f(sock);                                           // OK: does not wait
    TBufferedTransport bt(sock, 4096);                                  // OK: does not wait
    f.open();                                                           // BAD: socket
    f.flush();                                                          // BAD: socket
    bt.flush();                                                         // BAD: socket
    THttpClient hc("svc1", 8080, "/rpc");                               // OK: does not wait
    hc.open();                                                          // BAD: socket
    hc.flush();                                                         // BAD: http
    co_return;
}

task files()
{
    uint8_t b[16];
    TSimpleFileTransport ft("/srv/log.thrift", true, true);             // BAD: file
    ft.read(b, sizeof b);                                               // BAD: file
    ft.write(b, sizeof b);                                              // BAD: file
    co_return;
}

task servers(std::shared_ptr<TProcessor> p, std::shared_ptr<TServerTransport> st,
             std::shared_ptr<TTransportFactory> tf, std::shared_ptr<TProtocolFactory> pf)
{
    TSimpleServer a(p, st, tf, pf);                                     // OK: does not wait
    a.serve();                                                          // BAD: nested-event-loop
    TThreadedServer b(p, st, tf, pf);                                   // OK: does not wait
    b.serve();                                                          // BAD: nested-event-loop
    TThreadPoolServer c(p, st, tf, pf);                                 // OK: does not wait
    c.setTimeout(100);                                                  // OK: does not wait
    c.serve();                                                          // BAD: nested-event-loop
    a.stop();                                                           // OK: does not wait
    co_return;
}

task threads(concurrency::Monitor &m, concurrency::ThreadManager &tm, std::shared_ptr<concurrency::Runnable> r)
{
    m.wait(1000);                                                       // BAD: wait
    m.waitForever();                                                    // BAD: wait
    m.notify();                                                         // OK: does not wait
    m.notifyAll();                                                      // OK: does not wait
    tm.add(r, -1);                                                      // OK: does not wait
    auto n = tm.pendingTaskCount();                                     // OK: does not wait
    auto w = tm.workerCount();                                          // OK: does not wait
    (void)n; (void)w;
    co_return;
}
