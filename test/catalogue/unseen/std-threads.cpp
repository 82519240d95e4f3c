// std-threads, on its own headers; see README.md.
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <thread>
#include <vector>
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

using namespace std::chrono_literals;
int compute(int);

task sleeping()
{
    std::this_thread::sleep_for(10ms);                          // BAD: sleep
    std::this_thread::sleep_until(std::chrono::steady_clock::now() + 1s); // BAD: sleep
    auto id = std::this_thread::get_id();                       // OK: does not wait
    auto now = std::chrono::system_clock::now();                // OK: does not wait
    (void)id; (void)now;
    co_return;
}

task futures(std::future<int> in, std::shared_future<void> ready)
{
    if (in.valid())                                             // OK: does not wait
        in.wait_for(0s);                                        // OK: does not wait
    in.wait_for(3s);                                            // BAD: wait
    in.wait_until(std::chrono::steady_clock::now() + 1s);       // BAD: wait
    in.wait();                                                  // BAD: wait
    int v = in.get();                                           // OK: has been waited for
    ready.wait();                                               // BAD: wait
    ready.get();                                                // OK: has been waited for
    bool b = ready.valid();                                     // OK: does not wait
    (void)v; (void)b;
    co_return;
}

task promises()
{
    std::promise<int> p;                                        // OK: does not wait
    std::future<int> f = p.get_future();                        // OK: does not wait
    p.set_value(3);                                             // OK: does not wait
    std::promise<void> q;                                       // OK: does not wait
    q.set_exception(std::make_exception_ptr(1));                // OK: does not wait
    std::shared_future<int> sf = f.share();                     // OK: does not wait
    std::packaged_task<int(int)> pt(compute);                   // OK: does not wait
    std::future<int> r = pt.get_future();                       // OK: does not wait
    pt.reset();                                                 // OK: does not wait
    co_return;
}

task asyncs(std::vector<std::future<int>> &keep, std::vector<std::future<int>> &lazy)
{
    keep.push_back(std::async(std::launch::async, compute, 4)); // OK: does not wait
    lazy.push_back(std::async(std::launch::deferred, compute, 5)); // OK: does not wait
    std::async(std::launch::async, compute, 6);                 // BAD: wait
    co_return;
}

task threads(std::thread &t, std::jthread &j)
{
    unsigned n = std::thread::hardware_concurrency();           // OK: does not wait
    bool r = t.joinable();                                      // OK: does not wait
    auto id = t.get_id();                                       // OK: does not wait
    t.join();                                                   // BAD: wait
    j.request_stop();                                           // OK: does not wait
    auto st = j.get_stop_token();                               // OK: does not wait
    bool s = st.stop_requested();                               // OK: does not wait
    j.join();                                                   // BAD: wait
    std::thread bg([] { compute(1); });                         // OK: does not wait
    bg.detach();                                                // OK: does not wait
    (void)n; (void)r; (void)id; (void)s;
    co_return;
}

task latches(std::latch &l, std::barrier<> &b)
{
    l.count_down();                                             // OK: does not wait
    bool done = l.try_wait();                                   // OK: does not wait
    l.wait();                                                   // BAD: wait
    l.arrive_and_wait();                                        // BAD: wait
    auto token = b.arrive();                                    // OK: does not wait
    b.wait(std::move(token));                                   // BAD: wait
    b.arrive_and_wait();                                        // BAD: wait
    b.arrive_and_drop();                                        // OK: does not wait
    (void)done;
    co_return;
}

task semaphores(std::counting_semaphore<8> &s, std::binary_semaphore &bin)
{
    bool a = s.try_acquire();                                   // OK: does not wait
    s.release(2);                                               // OK: does not wait
    s.acquire();                                                // BAD: wait
    bool b = s.try_acquire_for(2s);                             // BAD: wait
    bin.acquire();                                              // BAD: wait
    bin.try_acquire_until(std::chrono::steady_clock::now() + 1s); // BAD: wait
    bin.release();                                              // OK: does not wait
    auto m = s.max();                                           // OK: does not wait
    (void)a; (void)b; (void)m;
    co_return;
}

task condvars(std::condition_variable &cv, std::unique_lock<std::mutex> &lk,
              std::condition_variable_any &any, bool &flag)
{
    cv.notify_one();                                            // OK: does not wait
    cv.notify_all();                                            // OK: does not wait
    cv.wait(lk);                                                // BAD: wait
    cv.wait(lk, [&] { return flag; });                          // BAD: wait
    cv.wait_for(lk, 100ms);                                     // BAD: wait
    cv.wait_until(lk, std::chrono::system_clock::now() + 1min); // BAD: wait
    any.wait(lk);                                               // BAD: wait
    any.notify_all();                                           // OK: does not wait
    bool o = lk.owns_lock();                                    // OK: does not wait
    (void)o;
    co_return;
}

task mutexes(std::timed_mutex &tm, std::mutex &m, std::shared_timed_mutex &stm)
{
    if (m.try_lock())                                           // OK: does not wait
        m.unlock();                                             // OK: does not wait
    std::unique_lock<std::mutex> d(m, std::defer_lock);         // OK: does not wait
    std::unique_lock<std::mutex> t(m, std::try_to_lock);        // OK: does not wait
    if (tm.try_lock_for(5s))                                    // BAD: lock
        tm.unlock();
    if (stm.try_lock_shared_for(5s))                            // BAD: lock
        stm.unlock_shared();
    if (stm.try_lock_shared())                                  // OK: does not wait
        stm.unlock_shared();
    co_return;
}

task atomics(std::atomic<int> &a, std::atomic_flag &f)
{
    int v = a.load();                                           // OK: does not wait
    a.fetch_add(1);                                             // OK: does not wait
    a.wait(v);                                                  // BAD: wait
    a.notify_all();                                             // OK: does not wait
    f.wait(false);                                              // BAD: wait
    bool t = f.test();                                          // OK: does not wait
    f.notify_one();                                             // OK: does not wait
    std::atomic_wait(&a, 1);                                    // BAD: wait
    int rc = std::system("sync-config --all");                  // BAD: process
    (void)t; (void)rc;
    co_return;
}
