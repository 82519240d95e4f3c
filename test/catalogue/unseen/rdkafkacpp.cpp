// rdkafkacpp, on its own headers; see README.md.
// REQUIRES: librdkafka
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <librdkafka/rdkafkacpp.h>
#include <string>
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

task config()
{
    std::string err;
    RdKafka::Conf *conf = RdKafka::Conf::create(RdKafka::Conf::CONF_GLOBAL); // OK: does not wait
    conf->set("bootstrap.servers", "kafka1:9092", err);                 // OK: does not wait
    RdKafka::Producer *p = RdKafka::Producer::create(conf, err);        // FALSE: file: reads files only with TLS
    RdKafka::KafkaConsumer *c = RdKafka::KafkaConsumer::create(conf, err); // FALSE: file: reads files only with TLS
    RdKafka::Topic *t = RdKafka::Topic::create(p, "events", nullptr, err); // OK: does not wait
    std::string s = RdKafka::err2str(RdKafka::ERR__TIMED_OUT);          // OK: does not wait
    std::string v = RdKafka::version_str();                             // OK: does not wait
    (void)c; (void)t;
    co_return;
}

task producer(RdKafka::Producer *p, RdKafka::Topic *t, char *buf)
{
    RdKafka::Metadata *md;
    p->produce(t, RdKafka::Topic::PARTITION_UA, RdKafka::Producer::RK_MSG_COPY, buf, 10, nullptr, nullptr); // OK: does not wait
    p->produce(t, RdKafka::Topic::PARTITION_UA, RdKafka::Producer::RK_MSG_COPY | RdKafka::Producer::RK_MSG_BLOCK, buf, 10, nullptr, nullptr); // BAD: messaging
    p->poll(0);                                                         // OK: does not wait
    p->poll(1000);                                                      // BAD: messaging
    p->flush(10000);                                                    // BAD: messaging
    int q = p->outq_len();                                              // OK: does not wait
    std::string n = p->name();                                          // OK: does not wait
    p->metadata(true, nullptr, &md, 5000);                              // BAD: messaging
    std::string id = p->clusterid(3000);                                // BAD: messaging
    p->init_transactions(30000);                                        // BAD: messaging
    p->begin_transaction();                                             // BAD: wait
    p->commit_transaction(-1);                                          // BAD: messaging
    p->abort_transaction(5000);                                         // BAD: messaging
    (void)q;
    co_return;
}

task consumer(RdKafka::KafkaConsumer *c, std::vector<RdKafka::TopicPartition *> &tps)
{
    int64_t lo, hi;
    c->subscribe({"events"});                                           // BAD: wait
    RdKafka::Message *m = c->consume(1000);                             // BAD: messaging
    m = c->consume(0);                                                  // OK: does not wait
    RdKafka::ErrorCode ec = m->err();                                   // OK: does not wait
    void *pl = m->payload();                                            // OK: does not wait
    int64_t off = m->offset();                                          // OK: does not wait
    c->commitAsync();                                                   // OK: does not wait
    c->commitAsync(m);                                                  // OK: does not wait
    c->commitSync();                                                    // BAD: messaging
    c->commitSync(m);                                                   // BAD: messaging
    c->committed(tps, 5000);                                            // BAD: messaging
    c->position(tps);                                                   // OK: does not wait
    c->query_watermark_offsets("events", 0, &lo, &hi, 5000);            // BAD: messaging
    c->get_watermark_offsets("events", 0, &lo, &hi);                    // OK: does not wait
    c->offsetsForTimes(tps, 5000);                                      // BAD: messaging
    c->pause(tps);                                                      // BAD: wait
    c->close();                                                         // BAD: wait
    RdKafka::wait_destroyed(2000);                                      // BAD: wait
    (void)ec; (void)pl; (void)off;
    co_return;
}
