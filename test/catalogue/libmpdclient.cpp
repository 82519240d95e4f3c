// libmpdclient on its own headers.
// REQUIRES: libmpdclient
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <mpd/async.h>
#include <mpd/client.h>

mock::task<> play(mpd_connection *server, mpd_async *async) {
  mpd_connection *made = mpd_connection_new("music", 6600, 0); // BAD: socket
  mpd_async_new(mpd_connection_get_fd(server));                // OK: on a socket that is connected
  mpd_run_play(server);                                        // BAD: socket
  mpd_async_send_command(async, "play", nullptr);              // OK: only keeps it
  mpd_run_idle(server);                                        // BAD: socket
  mpd_send_idle(server);                                       // OK: one short command
  mpd_recv_idle(server, false);                                // BAD: socket
  mpd_async_recv_line(async);                                  // OK: takes what is there
  mpd_song *song = mpd_recv_song(server);                      // BAD: socket
  mpd_song_get_uri(song);                                      // OK: only looks
  mpd_response_finish(server);                                 // BAD: socket
  mpd_async_io(async, MPD_ASYNC_EVENT_READ);                   // OK: takes what is there
  mpd_connection_get_error(made);                              // OK: only looks
  co_return;
}
