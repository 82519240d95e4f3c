// FFmpeg on its own headers.
// REQUIRES: ffmpeg
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

mock::task<> read(AVFormatContext *film, AVPacket *packet, AVFrame *picture, AVCodecContext *decoder) {
  film = avformat_alloc_context();                             // OK: only memory
  avformat_open_input(&film, "rtsp://a", nullptr, nullptr);    // BAD: file
  avformat_find_stream_info(film, nullptr);                    // BAD: file
  av_find_best_stream(film, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0); // OK: only looks
  av_read_frame(film, packet);                                 // BAD: file
  avcodec_send_packet(decoder, packet);                        // BAD: cpu-bound
  avcodec_receive_frame(decoder, picture);                     // BAD: cpu-bound
  avcodec_flush_buffers(decoder);                              // OK: throws away what is there
  av_packet_unref(packet);                                     // OK: frees memory
  avformat_close_input(&film);                                 // BAD: file
  co_return;
}

mock::task<> write(AVFormatContext *film, AVIOContext *file, AVPacket *packet, unsigned char *bytes) {
  avio_open(&file, "a.mp4", AVIO_FLAG_WRITE);       // BAD: file
  avformat_write_header(film, nullptr);             // BAD: file
  av_interleaved_write_frame(film, packet);         // BAD: file
  av_write_trailer(film);                           // BAD: file
  avio_write(file, bytes, 8);                       // BAD: file
  avio_closep(&file);                               // BAD: file
  AVIOContext *memory;
  avio_open_dyn_buf(&memory);                       // OK: in memory
  avio_write(memory, bytes, 8);                     // OK: in memory
  avio_flush(memory);                               // OK: in memory
  co_return;
}

extern "C" {
#include <libavutil/file.h>
#include <libavutil/log.h>
#include <libavutil/time.h>
#include <libswscale/swscale.h>
}

mock::task<> tools(SwsContext *scaler, AVFrame *from, AVFrame *to, uint8_t *bytes, size_t size) {
  sws_scale(scaler, from->data, from->linesize, 0, from->height, to->data, to->linesize); // BAD: cpu-bound
  sws_freeContext(scaler);                                  // OK: only memory
  av_usleep(1000);                                          // BAD: sleep
  av_usleep(0);                                             // OK: no time at all
  av_gettime();                                             // OK: only reads a clock
  av_file_map("a", &bytes, &size, 0, nullptr);              // BAD: file
  av_log(nullptr, AV_LOG_INFO, "a");                        // BAD: console
  av_log_set_level(AV_LOG_ERROR);                           // OK: only sets it
  co_return;
}
