// An echo server on a free port, which it prints; ends with its parent.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <uv.h>

struct connection {
  uv_tcp_t tcp;
  char buffer[4096];
};
struct reply {
  uv_write_t write;
  char bytes[4096];
};

int main() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  uv_tcp_t listener;
  uv_tcp_init(uv_default_loop(), &listener);
  sockaddr_in address{};
  uv_ip4_addr("127.0.0.1", 0, &address);
  uv_tcp_bind(&listener, reinterpret_cast<sockaddr *>(&address), 0);
  uv_listen(reinterpret_cast<uv_stream_t *>(&listener), 1024,
            [](uv_stream_t *l, int) {
              auto *c = new connection;
              uv_tcp_init(uv_default_loop(), &c->tcp);
              auto *s = reinterpret_cast<uv_stream_t *>(&c->tcp);
              uv_accept(l, s);
              uv_tcp_nodelay(&c->tcp, 1);
              uv_read_start(
                  s,
                  [](uv_handle_t *h, size_t, uv_buf_t *to) {
                    auto *c = reinterpret_cast<connection *>(h);
                    *to = uv_buf_init(c->buffer, sizeof c->buffer);
                  },
                  [](uv_stream_t *s, ssize_t n, const uv_buf_t *from) {
                    if (n < 0) {
                      uv_close(reinterpret_cast<uv_handle_t *>(s),
                               [](uv_handle_t *h) {
                                 delete reinterpret_cast<connection *>(h);
                               });
                      return;
                    }
                    auto *r = new reply;
                    std::memcpy(r->bytes, from->base, size_t(n));
                    uv_buf_t out = uv_buf_init(r->bytes, unsigned(n));
                    uv_write(&r->write, s, &out, 1, [](uv_write_t *w, int) {
                      delete reinterpret_cast<reply *>(w);
                    });
                  });
            });
  sockaddr_in bound{};
  int size = sizeof bound;
  uv_tcp_getsockname(&listener, reinterpret_cast<sockaddr *>(&bound), &size);
  std::printf("%d\n", ntohs(bound.sin_port));
  std::fflush(stdout);
  uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
