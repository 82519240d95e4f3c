// boost-fiber, on its own headers; see README.md.
// REQUIRES: boost
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <boost/fiber/all.hpp>
#include <chrono>
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

// A fiber wait suspends the whole thread's running fiber, i.e. the coroutine and the event loop under it.
namespace fib = boost::fibers;
int compute();

task fibers(fib::fiber &f)
{
    bool j = f.joinable();                                              // OK: does not wait
    auto id = f.get_id();                                               // OK: does not wait
    f.join();                                                           // BAD: wait
    fib::fiber g([] { compute(); });                                    // OK: does not wait
    g.detach();                                                         // OK: does not wait
    auto me = boost::this_fiber::get_id();                              // OK: does not wait
    boost::this_fiber::sleep_for(std::chrono::milliseconds(20));        // BAD: sleep
    boost::this_fiber::sleep_until(std::chrono::steady_clock::now() + std::chrono::seconds(1)); // BAD: sleep
    (void)j; (void)id; (void)me;
    co_return;
}

task futures(fib::future<int> f, fib::shared_future<int> sf)
{
    bool v = f.valid();                                                 // OK: does not wait
    f.wait_for(std::chrono::seconds(1));                                // BAD: wait
    f.wait();                                                           // BAD: wait
    int x = f.get();                                                    // BAD: wait
    int y = sf.get();                                                   // BAD: wait
    fib::promise<int> p;                                                // OK: does not wait
    auto pf = p.get_future();                                           // OK: does not wait
    p.set_value(2);                                                     // OK: does not wait
    fib::packaged_task<int()> pt(compute);                              // OK: does not wait
    (void)v; (void)x; (void)y;
    co_return;
}

task channels(fib::buffered_channel<int> &bc, fib::unbuffered_channel<int> &uc)
{
    int v;
    bc.push(1);                                                         // BAD: wait
    bc.pop(v);                                                          // BAD: wait
    v = bc.value_pop();                                                 // BAD: wait
    bc.pop_wait_for(v, std::chrono::seconds(1));                        // BAD: wait
    bc.try_push(2);                                                     // OK: does not wait
    bc.try_pop(v);                                                      // OK: does not wait
    bool c = bc.is_closed();                                            // OK: does not wait
    bc.close();                                                         // OK: does not wait
    uc.push(1);                                                         // BAD: wait
    uc.pop(v);                                                          // BAD: wait
    uc.push_wait_for(1, std::chrono::seconds(1));                       // BAD: wait
    uc.close();                                                         // OK: does not wait
    (void)c;
    co_return;
}

task sync(fib::barrier &b, fib::condition_variable &cv, std::unique_lock<fib::mutex> &lk,
          fib::mutex &m, fib::timed_mutex &tm)
{
    b.wait();                                                           // BAD: wait
    cv.notify_one();                                                    // OK: does not wait
    cv.notify_all();                                                    // OK: does not wait
    cv.wait(lk);                                                        // BAD: wait
    cv.wait_for(lk, std::chrono::seconds(1));                           // BAD: wait
    bool t = m.try_lock();                                              // OK: does not wait
    bool u = tm.try_lock_for(std::chrono::seconds(1));                  // BAD: lock
    bool o = lk.owns_lock();                                            // OK: does not wait
    (void)t; (void)u; (void)o;
    co_return;
}
