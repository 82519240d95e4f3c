// boost-thread, on its own headers; see README.md.
// REQUIRES: boost
// RUN: %check_marks %s --profile=strict -- -std=c++20
#define BOOST_THREAD_VERSION 4
#define BOOST_THREAD_USES_DATETIME
#include <boost/thread.hpp>
#include <boost/thread/barrier.hpp>
#include <boost/thread/future.hpp>
#include <boost/thread/latch.hpp>
#include <boost/thread/concurrent_queues/sync_queue.hpp>
#include <boost/thread/concurrent_queues/sync_bounded_queue.hpp>
#include <boost/chrono.hpp>
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

int compute();

task threads(boost::thread &t, boost::thread_group &g)
{
    unsigned n = boost::thread::hardware_concurrency();                 // OK: does not wait
    bool j = t.joinable();                                              // OK: does not wait
    t.interrupt();                                                      // OK: does not wait
    t.try_join_for(boost::chrono::seconds(2));                          // BAD: wait
    t.try_join_until(boost::chrono::steady_clock::now() + boost::chrono::seconds(1)); // BAD: wait
    t.timed_join(boost::posix_time::seconds(3));                        // BAD: wait
    t.join();                                                           // BAD: wait
    auto *gt = g.create_thread([] { compute(); });                      // OK: does not wait
    g.interrupt_all();                                                  // OK: does not wait
    std::size_t sz = g.size();                                          // OK: does not wait
    g.join_all();                                                       // BAD: wait
    boost::thread bg([] { compute(); });                                // OK: does not wait
    bg.detach();                                                        // OK: does not wait
    boost::this_thread::sleep_for(boost::chrono::milliseconds(50));     // BAD: sleep
    boost::this_thread::sleep(boost::posix_time::milliseconds(50));     // BAD: sleep
    boost::this_thread::sleep_until(boost::chrono::steady_clock::now() + boost::chrono::seconds(1)); // BAD: sleep
    boost::this_thread::interruption_point();                           // OK: does not wait
    auto id = boost::this_thread::get_id();                             // OK: does not wait
    (void)n; (void)j; (void)gt; (void)sz; (void)id;
    co_return;
}

task futures(boost::future<int> f, boost::shared_future<int> sf)
{
    bool r = f.is_ready();                                              // OK: does not wait
    bool h = f.has_value();                                             // OK: does not wait
    auto st = f.get_state();                                            // OK: does not wait
    f.wait_for(boost::chrono::seconds(1));                              // BAD: wait
    f.timed_wait(boost::posix_time::seconds(1));                        // BAD: wait
    f.wait();                                                           // BAD: wait
    int v = f.get();                                                    // OK: has been waited for
    int w = sf.get();                                                   // BAD: wait
    boost::wait_for_all(f, sf);                                         // BAD: wait
    boost::wait_for_any(f, sf);                                         // BAD: wait
    auto rf = boost::make_ready_future(3);                              // OK: does not wait
    boost::promise<int> p;                                              // OK: does not wait
    auto pf = p.get_future();                                           // OK: does not wait
    p.set_value(1);                                                     // OK: does not wait
    boost::packaged_task<int()> pt(compute);                            // OK: does not wait
    auto c = sf.then(boost::launch::deferred, [](boost::shared_future<int>) {}); // OK: does not wait
    (void)r; (void)h; (void)st; (void)v; (void)w;
    co_return;
}

task sync(boost::barrier &b, boost::latch &l, boost::condition_variable &cv,
          boost::unique_lock<boost::mutex> &lk, boost::timed_mutex &tm, boost::mutex &m)
{
    b.count_down_and_wait();                                            // BAD: wait
    b.wait();                                                           // BAD: wait
    l.count_down();                                                     // OK: does not wait
    bool d = l.try_wait();                                              // OK: does not wait
    l.wait();                                                           // BAD: wait
    l.count_down_and_wait();                                            // BAD: wait
    cv.notify_one();                                                    // OK: does not wait
    cv.wait(lk);                                                        // BAD: wait
    cv.wait_for(lk, boost::chrono::seconds(1));                         // BAD: wait
    cv.timed_wait(lk, boost::posix_time::seconds(1));                   // BAD: wait
    cv.notify_all();                                                    // OK: does not wait
    bool a = m.try_lock();                                              // OK: does not wait
    bool t = tm.try_lock_for(boost::chrono::seconds(1));                // BAD: lock
    bool o = lk.owns_lock();                                            // OK: does not wait
    boost::unique_lock<boost::mutex> def(m, boost::defer_lock);         // OK: does not wait
    (void)d; (void)a; (void)t; (void)o;
    co_return;
}

task queues(boost::sync_queue<int> &q, boost::sync_bounded_queue<int> &bq)
{
    int v;
    auto s1 = q.try_pull(v);                                            // OK: does not wait
    auto s2 = q.nonblocking_pull(v);                                    // OK: does not wait
    q.push(4);                                                          // OK: does not wait
    int w = q.pull();                                                   // BAD: wait
    auto s3 = q.wait_pull(v);                                           // BAD: wait
    bool e = q.empty();                                                 // OK: does not wait
    q.close();                                                          // OK: does not wait
    bq.push(1);                                                         // BAD: wait
    auto s4 = bq.try_push(2);                                           // OK: does not wait
    bq.pull(v);                                                         // BAD: wait
    (void)s1; (void)s2; (void)w; (void)s3; (void)e; (void)s4;
    co_return;
}
