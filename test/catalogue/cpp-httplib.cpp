// cpp-httplib on its own header.
// REQUIRES: cpp-httplib
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <httplib.h>
#include <unistd.h>

mock::task<> fetch(httplib::Request request) {
  httplib::Client client("http://example.org"); // OK: connects when it sends
  client.set_read_timeout(5, 0);                // OK: only remembers it
  auto answer = client.Get("/");                // BAD: http
  client.Post("/", "x", "text/plain");          // BAD: http
  client.send(request);                         // BAD: http
  request.set_header("a", "b");                 // OK: works on memory
  client.stop();                                // OK: only closes
  co_return;
}

mock::task<> serve(httplib::Server &server) {
  server.Get("/", [](const httplib::Request &, httplib::Response &response) {
    usleep(5);                              // OK: runs on a thread of the server
    response.set_content("x", "text/plain"); // OK: works on memory
  });
  server.bind_to_port("127.0.0.1", 80); // OK: no name to look up
  server.listen("0.0.0.0", 80);         // BAD: nested-event-loop
  co_return;
}
