// rdkafka, on its own headers; see README.md.
// REQUIRES: librdkafka
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <librdkafka/rdkafka.h>
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
    char err[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();                        // OK: does not wait
    rd_kafka_conf_set(conf, "bootstrap.servers", "kafka1:9092", err, sizeof err); // OK: does not wait
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, err, sizeof err); // FALSE: file: reads files only with TLS
    rd_kafka_topic_t *t = rd_kafka_topic_new(rk, "events", nullptr);    // OK: does not wait
    const char *nm = rd_kafka_name(rk);                                 // OK: does not wait
    int ql = rd_kafka_outq_len(rk);                                     // OK: does not wait
    const char *es = rd_kafka_err2str(RD_KAFKA_RESP_ERR__TIMED_OUT);    // OK: does not wait
    rd_kafka_resp_err_t le = rd_kafka_last_error();                     // OK: does not wait
    int v = rd_kafka_version();                                         // OK: does not wait
    (void)t; (void)nm; (void)ql; (void)es; (void)le; (void)v;
    co_return;
}

task producer(rd_kafka_t *rk, rd_kafka_topic_t *t, char *p)
{
    rd_kafka_produce(t, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, p, 10, nullptr, 0, nullptr); // OK: does not wait
    rd_kafka_produce(t, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK, p, 10, nullptr, 0, nullptr); // BAD: messaging
    rd_kafka_producev(rk, RD_KAFKA_V_TOPIC("events"), RD_KAFKA_V_VALUE(p, 10), RD_KAFKA_V_END); // OK: does not wait
    rd_kafka_poll(rk, 0);                                               // OK: does not wait
    rd_kafka_poll(rk, 1000);                                            // BAD: messaging
    rd_kafka_flush(rk, 10000);                                          // BAD: messaging
    rd_kafka_purge(rk, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_NON_BLOCKING); // OK: does not wait
    rd_kafka_init_transactions(rk, 30000);                              // BAD: messaging
    rd_kafka_begin_transaction(rk);                                     // BAD: wait
    rd_kafka_commit_transaction(rk, -1);                                // BAD: messaging
    rd_kafka_abort_transaction(rk, -1);                                 // BAD: messaging
    rd_kafka_destroy(rk);                                               // BAD: wait
    co_return;
}

task consumer(rd_kafka_t *rk, rd_kafka_topic_partition_list_t *tps)
{
    int64_t lo, hi;
    rd_kafka_topic_partition_list_t *cur = nullptr;
    rd_kafka_topic_partition_list_add(tps, "events", 0);                // OK: does not wait
    rd_kafka_subscribe(rk, tps);                                        // BAD: wait
    rd_kafka_message_t *m = rd_kafka_consumer_poll(rk, 500);            // BAD: messaging
    m = rd_kafka_consumer_poll(rk, 0);                                  // OK: does not wait
    const char *es = rd_kafka_message_errstr(m);                        // OK: does not wait
    rd_kafka_message_destroy(m);                                        // OK: does not wait
    rd_kafka_commit(rk, tps, 1);                                        // OK: does not wait
    rd_kafka_commit(rk, tps, 0);                                        // BAD: messaging
    rd_kafka_commit_message(rk, m, 0);                                  // BAD: messaging
    rd_kafka_commit_message(rk, m, 1);                                  // OK: does not wait
    rd_kafka_committed(rk, tps, 5000);                                  // BAD: messaging
    rd_kafka_position(rk, tps);                                         // OK: does not wait
    rd_kafka_query_watermark_offsets(rk, "events", 0, &lo, &hi, 5000);  // BAD: messaging
    rd_kafka_get_watermark_offsets(rk, "events", 0, &lo, &hi);          // OK: does not wait
    rd_kafka_offsets_for_times(rk, tps, 5000);                          // BAD: messaging
    rd_kafka_pause_partitions(rk, tps);                                 // BAD: wait
    rd_kafka_consumer_close(rk);                                        // BAD: wait
    (void)cur; (void)es;
    co_return;
}

task admin(rd_kafka_t *rk, rd_kafka_queue_t *q)
{
    const struct rd_kafka_metadata *md;
    const struct rd_kafka_group_list *gl;
    rd_kafka_metadata(rk, 1, nullptr, &md, 5000);                       // BAD: messaging
    rd_kafka_metadata_destroy(md);                                      // OK: does not wait
    rd_kafka_list_groups(rk, nullptr, &gl, 5000);                       // BAD: messaging
    char *cid = rd_kafka_clusterid(rk, 3000);                           // BAD: messaging
    rd_kafka_event_t *e = rd_kafka_queue_poll(q, 0);                    // OK: does not wait
    e = rd_kafka_queue_poll(q, 1000);                                   // BAD: messaging
    rd_kafka_event_type_t et = rd_kafka_event_type(e);                  // OK: does not wait
    rd_kafka_AdminOptions_t *ao = rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_CREATETOPICS); // OK: does not wait
    rd_kafka_CreateTopics(rk, nullptr, 0, ao, q);                       // OK: does not wait
    rd_kafka_queue_io_event_enable(q, 5, "x", 1);                       // OK: does not wait
    rd_kafka_message_t *m = rd_kafka_consume_queue(q, 1000);            // BAD: messaging
    rd_kafka_wait_destroyed(2000);                                      // BAD: wait
    (void)cid; (void)et; (void)m;
    co_return;
}
