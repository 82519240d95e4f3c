// GNU libmicrohttpd on its own header.
// REQUIRES: libmicrohttpd
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <microhttpd.h>

mock::task<> serve(MHD_Daemon *server, MHD_Connection *client, MHD_Response *answer) {
  server = MHD_start_daemon(0, 80, nullptr, nullptr, nullptr, nullptr, MHD_OPTION_END); // BAD: socket
  MHD_run(server);                                // OK: handles what is there
  MHD_run_wait(server, 0);                        // OK: handles what is there
  MHD_run_wait(server, 1000);                     // BAD: nested-event-loop
  MHD_queue_response(client, 200, answer);        // OK: only queues
  MHD_quiesce_daemon(server);                     // OK: only tells it
  MHD_stop_daemon(server);                        // BAD: wait
  co_return;
}
