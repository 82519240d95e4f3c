// boost-interprocess, on its own headers; see README.md.
// REQUIRES: boost
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <boost/date_time/posix_time/posix_time_types.hpp>
#include <boost/interprocess/file_mapping.hpp>
#include <boost/interprocess/ipc/message_queue.hpp>
#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/shared_memory_object.hpp>
#include <boost/interprocess/sync/file_lock.hpp>
#include <boost/interprocess/sync/interprocess_condition.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/interprocess_semaphore.hpp>
#include <boost/interprocess/sync/named_condition.hpp>
#include <boost/interprocess/sync/named_mutex.hpp>
#include <boost/interprocess/sync/named_semaphore.hpp>
#include <boost/interprocess/sync/named_sharable_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/interprocess/sync/sharable_lock.hpp>
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

namespace bip = boost::interprocess;
using boost::posix_time::microsec_clock;
using boost::posix_time::seconds;

task queues(bip::message_queue &mq)
{
    char buf[256];
    bip::message_queue::size_type got;
    unsigned prio;
    auto deadline = microsec_clock::universal_time() + seconds(2);      // OK: does not wait
    mq.send("job", 3, 0);                                               // BAD: ipc
    mq.receive(buf, sizeof buf, got, prio);                             // BAD: ipc
    mq.timed_send("job", 3, 0, deadline);                               // BAD: ipc
    mq.timed_receive(buf, sizeof buf, got, prio, deadline);             // BAD: ipc
    bool a = mq.try_send("job", 3, 0);                                  // OK: does not wait
    bool b = mq.try_receive(buf, sizeof buf, got, prio);                // OK: does not wait
    auto n = mq.get_num_msg();                                          // OK: does not wait
    auto m = mq.get_max_msg_size();                                     // OK: does not wait
    (void)a; (void)b; (void)n; (void)m;
    co_return;
}

task mutexes(bip::named_mutex &nm, bip::interprocess_mutex &im, bip::named_sharable_mutex &ns)
{
    auto deadline = microsec_clock::universal_time() + seconds(2);      // OK: does not wait
    nm.lock();                                                          // BAD: ipc
    nm.unlock();                                                        // OK: does not wait
    bool a = nm.try_lock();                                             // OK: does not wait
    bool b = nm.timed_lock(deadline);                                   // BAD: ipc
    im.lock();                                                          // BAD: ipc
    bool c = im.try_lock();                                             // OK: does not wait
    ns.lock_sharable();                                                 // BAD: ipc
    bool d = ns.try_lock_sharable();                                    // OK: does not wait
    ns.unlock_sharable();                                               // OK: does not wait
    (void)a; (void)b; (void)c; (void)d;
    co_return;
}

task guards(bip::named_mutex &nm, bip::named_sharable_mutex &ns)
{
    bip::scoped_lock<bip::named_mutex> def(nm, bip::defer_lock);        // OK: does not wait
    bip::scoped_lock<bip::named_mutex> tr(nm, bip::try_to_lock);        // OK: does not wait
    bool o = tr.owns();                                                 // OK: does not wait
    bip::scoped_lock<bip::named_mutex> lk(nm);                          // BAD: ipc
    bip::sharable_lock<bip::named_sharable_mutex> sl(ns);               // BAD: ipc
    def.lock();                                                         // BAD: ipc
    (void)o;
    co_return;
}

task semaphores(bip::named_semaphore &s, bip::interprocess_semaphore &is)
{
    s.post();                                                           // OK: does not wait
    bool a = s.try_wait();                                              // OK: does not wait
    s.wait();                                                           // BAD: ipc
    is.wait();                                                          // BAD: ipc
    bool b = is.timed_wait(microsec_clock::universal_time() + seconds(1)); // BAD: ipc
    bool c = is.try_wait();                                             // OK: does not wait
    is.post();                                                          // OK: does not wait
    (void)a; (void)b; (void)c;
    co_return;
}

task conditions(bip::named_condition &nc, bip::interprocess_condition &ic,
                bip::scoped_lock<bip::named_mutex> &nlk, bip::scoped_lock<bip::interprocess_mutex> &ilk)
{
    nc.notify_one();                                                    // OK: does not wait
    nc.wait(nlk);                                                       // BAD: ipc
    ic.wait(ilk);                                                       // BAD: ipc
    ic.timed_wait(ilk, microsec_clock::universal_time() + seconds(1));  // BAD: ipc
    ic.notify_all();                                                    // OK: does not wait
    co_return;
}

task files(bip::file_lock &fl, bip::mapped_region &reg)
{
    fl.lock();                                                          // BAD: ipc
    bool a = fl.try_lock();                                             // OK: does not wait
    fl.unlock();                                                        // OK: does not wait
    fl.lock_sharable();                                                 // BAD: ipc
    bool b = fl.timed_lock(microsec_clock::universal_time() + seconds(1)); // BAD: ipc
    bool c = fl.try_lock_sharable();                                    // OK: does not wait
    reg.flush(0, 0, false);                                             // BAD: file
    void *p = reg.get_address();                                        // OK: does not wait
    auto n = reg.get_size();                                            // OK: does not wait
    bip::shared_memory_object shm(bip::open_or_create, "cache", bip::read_write); // OK: does not wait
    const char *nm = shm.get_name();                                    // OK: does not wait
    (void)a; (void)b; (void)c; (void)p; (void)n; (void)nm;
    co_return;
}
