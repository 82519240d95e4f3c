// sdbus-cpp, on its own headers; see README.md.
// REQUIRES: sdbus-c++
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <sdbus-c++/sdbus-c++.h>
#include <string>
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

task calls(sdbus::IProxy &p)
{
    std::string out;
    p.callMethod("GetUnit").onInterface("a.b.I").withArguments("x").storeResultsTo(out); // BAD: ipc
    p.callMethod("Reload").onInterface("a.b.I").withTimeout(std::chrono::seconds(2)).storeResultsTo(); // BAD: ipc
    p.callMethod("Ping").onInterface("a.b.I");                          // BAD: ipc
    sdbus::MethodCall m = p.createMethodCall("a.b.I", "M");             // OK: does not wait
    m << 5;                                                             // OK: does not wait
    sdbus::MethodReply r = p.callMethod(m);                             // BAD: ipc
    sdbus::MethodReply r2 = p.callMethod(m, 2000000);                   // BAD: ipc
    r >> out;                                                           // OK: does not wait
    p.callMethodAsync("GetUnit").onInterface("a.b.I").withArguments("x").uponReplyInvoke([](const sdbus::Error *, std::string) {}); // OK: does not wait
    sdbus::PendingAsyncCall pc = p.callMethod(m, [](sdbus::MethodReply &, const sdbus::Error *) {}); // OK: does not wait
    bool pend = pc.isPending();                                         // OK: does not wait
    pc.cancel();                                                        // OK: does not wait
    std::string v = p.getProperty("Version").onInterface("a.b.I");      // BAD: ipc
    p.setProperty("Level").onInterface("a.b.I").toValue("debug");       // BAD: ipc
    p.uponSignal("S").onInterface("a.b.I").call([](int) {});            // OK: does not wait
    const std::string &op = p.getObjectPath();                          // OK: does not wait
    (void)pend; (void)op;
    co_return;
}

task connections(sdbus::IConnection &c)
{
    c.requestName("com.example.App");                                   // BAD: ipc
    c.releaseName("com.example.App");                                   // BAD: ipc
    c.enterEventLoop();                                                 // BAD: nested-event-loop
    c.enterEventLoopAsync();                                            // OK: does not wait
    bool more = c.processPendingRequest();                              // OK: does not wait
    auto pd = c.getEventLoopPollData();                                 // OK: does not wait
    c.setMethodCallTimeout(std::chrono::seconds(5));                    // OK: does not wait
    auto to = c.getMethodCallTimeout();                                 // OK: does not wait
    std::string un = c.getUniqueName();                                 // OK: does not wait
    (void)more; (void)pd; (void)to;
    co_return;
}

task objects(sdbus::IObject &o)
{
    o.registerMethod("M").onInterface("a.b.I").implementedAs([](int x) { return x; }); // OK: does not wait
    o.registerSignal("S").onInterface("a.b.I").withParameters<int>();   // OK: does not wait
    o.registerProperty("P").onInterface("a.b.I").withGetter([] { return 1; }); // OK: does not wait
    o.finishRegistration();                                             // OK: does not wait
    o.emitSignal("S").onInterface("a.b.I").withArguments(3);            // OK: does not wait
    o.emitPropertiesChangedSignal("a.b.I", {"P"});                      // OK: does not wait
    auto sig = o.createSignal("a.b.I", "S");                            // OK: does not wait
    sdbus::Variant v(5);                                                // OK: does not wait
    int i = v.get<int>();                                               // OK: does not wait
    sdbus::Error e("a.b.Error", "bad");                                 // OK: does not wait
    std::string n = e.getName();                                        // OK: does not wait
    (void)i;
    co_return;
}
