// ALSA on its own headers.
// REQUIRES: alsa
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <alsa/asoundlib.h>

mock::task<> play(snd_pcm_t *speaker, char *sound) {
  snd_pcm_writei(speaker, sound, 8);  // BAD: device
  snd_pcm_avail(speaker);             // OK: only looks
  snd_pcm_wait(speaker, 0);           // OK: only looks
  snd_pcm_wait(speaker, 1000);        // BAD: device
  snd_pcm_drain(speaker);             // BAD: device
  snd_pcm_drop(speaker);              // OK: throws it away
  snd_pcm_nonblock(speaker, 1);       // OK: sets a flag
  snd_pcm_writei(speaker, sound, 8);  // OK: says EAGAIN
  snd_pcm_open(&speaker, "default", SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK); // OK: gives up at once
  co_return;
}

mock::task<> rest(snd_seq_t *sequencer, snd_seq_event_t *event, snd_rawmidi_t *midi, char *bytes) {
  snd_seq_event_output(sequencer, event);        // BAD: device
  snd_seq_event_output_buffer(sequencer, event); // OK: only into the buffer
  snd_seq_drop_output(sequencer);                // OK: throws it away
  snd_seq_nonblock(sequencer, 1);                // OK: sets a flag
  snd_seq_event_output(sequencer, event);        // OK: says EAGAIN
  timespec time;
  snd_rawmidi_tread(midi, &time, bytes, 8);      // BAD: device
  snd_rawmidi_drop(midi);                        // OK: throws it away
  co_return;
}
