// rabbitmq-c, on its own headers; see README.md.
// REQUIRES: rabbitmq-c
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <sys/time.h>
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

task connecting(char *url)
{
    struct amqp_connection_info ci;
    struct timeval tv = {3, 0};
    amqp_connection_state_t c = amqp_new_connection();                  // OK: does not wait
    amqp_socket_t *s = amqp_tcp_socket_new(c);                          // OK: does not wait
    amqp_default_connection_info(&ci);                                  // OK: does not wait
    amqp_parse_url(url, &ci);                                           // OK: does not wait
    amqp_set_handshake_timeout(c, &tv);                                 // OK: does not wait
    amqp_set_rpc_timeout(c, &tv);                                       // OK: does not wait
    amqp_socket_open(s, "mq1", 5672);                                   // BAD: messaging
    amqp_socket_open_noblock(s, "mq1", 5672, &tv);                      // BAD: messaging
    amqp_rpc_reply_t r = amqp_login(c, "/", 0, 131072, 30, AMQP_SASL_METHOD_PLAIN, "u", "p"); // BAD: messaging
    amqp_channel_open(c, 1);                                            // BAD: messaging
    r = amqp_get_rpc_reply(c);                                          // OK: does not wait
    int fd = amqp_get_sockfd(c);                                        // OK: does not wait
    int fm = amqp_get_frame_max(c);                                     // OK: does not wait
    int hb = amqp_get_heartbeat(c);                                     // OK: does not wait
    amqp_channel_close(c, 1, AMQP_REPLY_SUCCESS);                       // BAD: messaging
    amqp_connection_close(c, AMQP_REPLY_SUCCESS);                       // BAD: messaging
    const char *es = amqp_error_string2(AMQP_STATUS_TIMEOUT);           // OK: does not wait
    const char *v = amqp_version();                                     // OK: does not wait
    (void)r; (void)fd; (void)fm; (void)hb; (void)es; (void)v;
    co_return;
}

task declaring(amqp_connection_state_t c)
{
    amqp_bytes_t q = amqp_cstring_bytes("jobs");                        // OK: does not wait
    amqp_bytes_t x = amqp_bytes_malloc_dup(q);                          // OK: does not wait
    amqp_exchange_declare(c, 1, x, amqp_cstring_bytes("direct"), 0, 1, 0, 0, amqp_empty_table); // BAD: messaging
    amqp_queue_declare(c, 1, q, 0, 1, 0, 0, amqp_empty_table);          // BAD: messaging
    amqp_queue_bind(c, 1, q, x, q, amqp_empty_table);                   // BAD: messaging
    amqp_basic_qos(c, 1, 0, 10, 0);                                     // BAD: messaging
    amqp_basic_consume(c, 1, q, amqp_empty_bytes, 0, 0, 0, amqp_empty_table); // BAD: messaging
    amqp_confirm_select(c, 1);                                          // BAD: messaging
    amqp_queue_purge(c, 1, q);                                          // BAD: messaging
    amqp_tx_select(c, 1);                                               // BAD: messaging
    amqp_tx_commit(c, 1);                                               // BAD: messaging
    amqp_bytes_free(x);                                                 // OK: does not wait
    co_return;
}

task receiving(amqp_connection_state_t c)
{
    amqp_envelope_t env;
    amqp_frame_t f;
    amqp_message_t msg;
    struct timeval zero = {0, 0}, one = {1, 0};
    amqp_rpc_reply_t r = amqp_consume_message(c, &env, nullptr, 0);     // BAD: messaging
    r = amqp_consume_message(c, &env, &one, 0);                         // BAD: messaging
    r = amqp_consume_message(c, &env, &zero, 0);                        // OK: does not wait
    r = amqp_basic_get(c, 1, amqp_cstring_bytes("jobs"), 0);            // BAD: messaging
    r = amqp_read_message(c, 1, &msg, 0);                               // BAD: messaging
    amqp_simple_wait_frame(c, &f);                                      // BAD: messaging
    amqp_simple_wait_frame_noblock(c, &f, &one);                        // BAD: messaging
    amqp_simple_wait_frame_noblock(c, &f, &zero);                       // OK: does not wait
    amqp_boolean_t q = amqp_frames_enqueued(c);                         // OK: does not wait
    amqp_boolean_t d = amqp_data_in_buffer(c);                          // OK: does not wait
    amqp_maybe_release_buffers(c);                                      // OK: does not wait
    amqp_destroy_envelope(&env);                                        // OK: does not wait
    amqp_destroy_message(&msg);                                         // OK: does not wait
    (void)r; (void)q; (void)d;
    co_return;
}

task publishing(amqp_connection_state_t c)
{
    amqp_basic_properties_t p = {};
    amqp_basic_publish(c, 1, amqp_cstring_bytes("x"), amqp_cstring_bytes("k"), 0, 0, &p, amqp_cstring_bytes("body")); // BAD: messaging
    co_return;
}
