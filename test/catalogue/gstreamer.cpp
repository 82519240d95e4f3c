// GStreamer on its own headers.
// REQUIRES: gstreamer
// RUN: %check_marks %s --profile=strict -- %flags -isystem /usr/include/gstreamer-1.0 -isystem /usr/include/glib-2.0 -isystem /usr/lib/x86_64-linux-gnu/glib-2.0/include
#include "coroutine.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <unistd.h>

gboolean on_message(GstBus *, GstMessage *, gpointer) {
  usleep(5); // BAD: sleep
  return TRUE;
}

void in_background(GstElement *, gpointer) { usleep(5); }

mock::task<> run(GstElement *pipeline, GstBus *bus, GstAppSink *sink, GstAppSrc *source, GstBuffer *bytes,
                 GstClockID alarm) {
  gst_element_get_state(pipeline, nullptr, nullptr, GST_CLOCK_TIME_NONE); // BAD: wait
  gst_element_get_state(pipeline, nullptr, nullptr, 0);                   // OK: only looks
  gst_bus_add_watch(bus, on_message, nullptr);                            // OK: the loop calls back
  gst_bus_timed_pop(bus, GST_SECOND);                                     // BAD: wait
  gst_bus_timed_pop(bus, 0);                                              // OK: takes what is there
  gst_bus_timed_pop_filtered(bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS);  // BAD: wait
  gst_bus_pop(bus);                                                       // OK: takes what is there
  gst_app_sink_pull_sample(sink);                                         // BAD: wait
  gst_app_sink_try_pull_sample(sink, 0);                                  // OK: takes what is there
  gst_app_sink_try_pull_sample(sink, GST_SECOND);                         // BAD: wait
  gst_app_sink_is_eos(sink);                                              // OK: only looks
  gst_app_src_push_buffer(source, bytes);                                 // OK: only queues
  gst_clock_id_wait(alarm, nullptr);                                      // BAD: sleep
  gst_clock_id_unschedule(alarm);                                         // OK: wakes others
  gst_element_call_async(pipeline, in_background, nullptr, nullptr);      // OK: another thread does it
  gst_init(nullptr, nullptr);                                             // BAD: file
  co_return;
}
