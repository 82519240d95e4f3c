// PulseAudio on its own headers.
// REQUIRES: pulseaudio
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <pulse/pulseaudio.h>
#include <pulse/simple.h>
#include <unistd.h>

void on_state(pa_context *, void *) {
  usleep(5); // BAD: sleep
}

mock::task<> play(pa_simple *speaker, char *sound, int *error, pa_sample_spec *how) {
  speaker = pa_simple_new(nullptr, "a", PA_STREAM_PLAYBACK, nullptr, "b", how, nullptr, nullptr, error); // BAD: ipc
  pa_simple_write(speaker, sound, 8, error); // BAD: device
  pa_simple_drain(speaker, error);           // BAD: device
  pa_simple_get_latency(speaker, error);     // BAD: ipc
  pa_bytes_per_second(how);                  // OK: only counts
  pa_strerror(*error);                       // OK: a text
  co_return;
}

mock::task<> loops(pa_threaded_mainloop *thread, pa_mainloop *loop, pa_context *server, pa_stream *stream, char *sound) {
  pa_context_connect(server, nullptr, PA_CONTEXT_NOFLAGS, nullptr); // OK: the loop goes on
  pa_context_set_state_callback(server, on_state, nullptr);        // OK: only registers it
  pa_stream_write(stream, sound, 8, nullptr, 0, PA_SEEK_RELATIVE);  // OK: only queues
  pa_threaded_mainloop_start(thread);     // OK: starts a thread
  pa_threaded_mainloop_lock(thread);      // BAD: lock
  pa_threaded_mainloop_wait(thread);      // BAD: wait
  pa_threaded_mainloop_signal(thread, 0); // OK: wakes others
  pa_threaded_mainloop_signal(thread, 1); // BAD: wait
  pa_threaded_mainloop_unlock(thread);    // OK: gives it back
  pa_threaded_mainloop_stop(thread);      // BAD: wait
  pa_mainloop_iterate(loop, 0, nullptr);  // OK: takes what is there
  pa_mainloop_iterate(loop, 1, nullptr);  // BAD: nested-event-loop
  pa_mainloop_run(loop, nullptr);         // BAD: nested-event-loop
  pa_mainloop_quit(loop, 0);              // OK: only tells it
  co_return;
}
