// librdkafka on its own headers, C and C++.
// REQUIRES: librdkafka
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafkacpp.h>

mock::task<> in_c(rd_kafka_t *kafka, rd_kafka_topic_t *topic, rd_kafka_topic_partition_list_t *offsets,
                  rd_kafka_queue_t *queue, char *text) {
  rd_kafka_poll(kafka, 0);                                                             // OK: only what is due
  rd_kafka_poll(kafka, 100);                                                           // BAD: messaging
  rd_kafka_consumer_poll(kafka, 0);                                                    // OK: only what has arrived
  rd_kafka_consumer_poll(kafka, 1000);                                                 // BAD: messaging
  rd_kafka_consume(topic, 0, 0);                                                       // OK: only what has arrived
  rd_kafka_consume(topic, 0, 1000);                                                    // BAD: messaging
  rd_kafka_commit(kafka, offsets, 1);                                                  // OK: asynchronously
  rd_kafka_commit(kafka, offsets, 0);                                                  // BAD: messaging
  rd_kafka_commit_queue(kafka, offsets, queue, nullptr, nullptr);                      // OK: the queue tells
  rd_kafka_commit_queue(kafka, offsets, nullptr, nullptr, nullptr);                    // BAD: messaging
  rd_kafka_produce(topic, 0, RD_KAFKA_MSG_F_COPY, text, 8, nullptr, 0, nullptr);       // OK: only queues
  rd_kafka_produce(topic, 0, RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK, text, 8, nullptr, 0, nullptr); // BAD: messaging
  rd_kafka_flush(kafka, 10000);                                                        // BAD: messaging
  rd_kafka_outq_len(kafka);                                                            // OK: only looks
  rd_kafka_offsets_store(kafka, offsets);                                              // OK: stored later
  rd_kafka_committed(kafka, offsets, 5000);                                            // BAD: messaging
  rd_kafka_consumer_close(kafka);                                                      // BAD: wait
  co_return;
}

mock::task<> in_cxx(RdKafka::KafkaConsumer &consumer, RdKafka::Producer &producer, RdKafka::Topic *topic,
                    std::vector<RdKafka::TopicPartition *> &offsets, void *text) {
  consumer.consume(0);                                                                         // OK: only what has arrived
  consumer.consume(1000);                                                                      // BAD: messaging
  consumer.commitAsync();                                                                      // OK: asynchronously
  consumer.commitSync();                                                                       // BAD: messaging
  consumer.position(offsets);                                                                  // OK: only looks
  consumer.committed(offsets, 1000);                                                           // BAD: messaging
  producer.produce(topic, 0, RdKafka::Producer::RK_MSG_COPY, text, 8, nullptr, 0, nullptr);    // OK: only queues
  producer.produce(topic, 0, RdKafka::Producer::RK_MSG_BLOCK, text, 8, nullptr, 0, nullptr);   // BAD: messaging
  producer.poll(0);                                                                            // OK: only what is due
  producer.flush(1000);                                                                        // BAD: messaging
  consumer.close();                                                                            // BAD: wait
  co_return;
}
