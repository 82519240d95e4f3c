// alsa, on its own headers; see README.md.
// REQUIRES: alsa
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <alsa/asoundlib.h>
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

task playback()
{
    short frames[960] = {};
    snd_pcm_t *p = nullptr;
    snd_pcm_hw_params_t *hw = nullptr;
    snd_pcm_sframes_t d;
    snd_pcm_open(&p, "default", SND_PCM_STREAM_PLAYBACK, 0);            // BAD: device
    snd_pcm_hw_params_malloc(&hw);                                      // OK: does not wait
    snd_pcm_hw_params_any(p, hw);                                       // OK: does not wait
    snd_pcm_hw_params_set_format(p, hw, SND_PCM_FORMAT_S16_LE);         // OK: does not wait
    snd_pcm_hw_params_set_channels(p, hw, 2);                           // OK: does not wait
    snd_pcm_writei(p, frames, 480);                                     // BAD: device
    snd_pcm_state_t st = snd_pcm_state(p);                              // OK: does not wait
    snd_pcm_sframes_t av = snd_pcm_avail_update(p);                     // OK: does not wait
    snd_pcm_delay(p, &d);                                               // OK: does not wait
    snd_pcm_wait(p, 1000);                                              // BAD: device
    snd_pcm_wait(p, 0);                                                 // OK: does not wait
    snd_pcm_drain(p);                                                   // BAD: device
    snd_pcm_drop(p);                                                    // OK: does not wait
    int n = snd_pcm_poll_descriptors_count(p);                          // OK: does not wait
    const char *e = snd_strerror(-EPIPE);                               // OK: does not wait
    const char *nm = snd_pcm_name(p);                                   // OK: does not wait
    (void)st; (void)av; (void)n; (void)e; (void)nm;
    co_return;
}

task capture()
{
    short frames[960];
    snd_pcm_t *p = nullptr;
    void *bufs[2] = {frames, frames + 480};
    snd_pcm_open(&p, "hw:0", SND_PCM_STREAM_CAPTURE, 0);                // BAD: device
    snd_pcm_readi(p, frames, 480);                                      // BAD: device
    snd_pcm_readn(p, bufs, 240);                                        // BAD: device
    co_return;
}

task nonblocking()
{
    short frames[960] = {};
    snd_pcm_t *p = nullptr;
    snd_pcm_open(&p, "default", SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK); // OK: does not wait
    snd_pcm_writei(p, frames, 480);                                     // OK: does not wait
    snd_pcm_drain(p);                                                   // OK: does not wait
    co_return;
}

task midi()
{
    char b[32];
    snd_rawmidi_t *in = nullptr, *out = nullptr, *nb = nullptr;
    snd_rawmidi_open(&in, &out, "hw:1", 0);                             // BAD: device
    snd_rawmidi_read(in, b, sizeof b);                                  // BAD: device
    snd_rawmidi_drain(out);                                             // BAD: device
    snd_rawmidi_drop(out);                                              // OK: does not wait
    snd_rawmidi_open(&nb, nullptr, "hw:1", SND_RAWMIDI_NONBLOCK);       // OK: does not wait
    snd_rawmidi_read(nb, b, sizeof b);                                  // OK: does not wait
    co_return;
}

task sequencer()
{
    snd_seq_t *s = nullptr;
    snd_seq_event_t *ev = nullptr;
    snd_seq_open(&s, "default", SND_SEQ_OPEN_DUPLEX, 0); // BAD: device
    snd_seq_set_client_name(s, "app");                                  // OK: does not wait
    snd_seq_event_input(s, &ev);                                        // BAD: device
    int pend = snd_seq_event_input_pending(s, 0);                       // OK: does not wait
    snd_seq_sync_output_queue(s);                                       // BAD: device
    int id = snd_seq_client_id(s);                                      // OK: does not wait
    (void)pend; (void)id;
    co_return;
}

task control(snd_mixer_t *m, snd_mixer_elem_t *el, snd_ctl_t *ctl)
{
    long v;
    snd_mixer_wait(m, -1);                                              // BAD: device
    snd_mixer_selem_get_playback_volume_range(el, &v, &v);              // OK: does not wait
    const char *nm = snd_mixer_selem_get_name(el);                      // OK: does not wait
    snd_ctl_wait(ctl, 2000);                                            // BAD: device
    int n = snd_mixer_poll_descriptors_count(m);                        // OK: does not wait
    (void)nm; (void)n;
    co_return;
}
