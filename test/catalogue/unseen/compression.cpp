// compression, on its own headers; see README.md.
// REQUIRES: zlib, zstd, lz4, brotli, bzip2, xz, snappy
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <brotli/decode.h>
#include <brotli/encode.h>
#include <bzlib.h>
#include <lz4.h>
#include <lz4hc.h>
#include <lzma.h>
#include <snappy.h>
#include <zdict.h>
#include <zlib.h>
#include <zstd.h>
#include <string>
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

static const size_t BIG = 64u << 20;

task zlib_gz(const char *path)
{
    char b[512];
    gzFile g = gzopen(path, "rb");                                      // BAD: file
    gzread(g, b, sizeof b);                                             // BAD: file
    gzgets(g, b, sizeof b);                                             // BAD: file
    int e = gzeof(g);                                                   // OK: does not wait
    gzFile w = gzopen("/srv/out.gz", "wb9");                            // BAD: file
    gzbuffer(w, 65536);                                                 // OK: does not wait
    gzwrite(w, b, sizeof b);                                            // BAD: file
    gzprintf(w, "%d\n", 3);                                             // BAD: file
    gzflush(w, Z_FINISH);                                               // BAD: file
    gzclose(w);                                                         // BAD: file
    (void)e;
    co_return;
}

task zlib_memory(Bytef *dst, const Bytef *src)
{
    Bytef small[256], tiny[64] = {};
    uLongf n = sizeof small, big = BIG;
    z_stream z = {};
    uLong bound = compressBound(1000);                                  // OK: does not wait
    compress2(dst, &big, src, 64u << 20, 9);                            // BAD: cpu-bound
    compress(small, &n, tiny, sizeof tiny);                             // OK: does not wait
    uncompress(tiny, &n, small, 40);                                    // OK: does not wait
    deflateInit(&z, 6);                                                 // OK: does not wait
    deflateReset(&z);                                                   // OK: does not wait
    uLong c = crc32(0, tiny, sizeof tiny);                              // OK: does not wait
    const char *e = zError(Z_BUF_ERROR);                                // OK: does not wait
    const char *v = zlibVersion();                                      // OK: does not wait
    (void)bound; (void)c; (void)e; (void)v;
    co_return;
}

task zstandard(void *dst, const void *src)
{
    char small[256], tiny[64] = {};
    size_t r = ZSTD_compress(dst, 64u << 20, src, 60u << 20, 19);       // BAD: cpu-bound
    size_t d = ZSTD_decompress(dst, 64u << 20, src, 60u << 20);         // BAD: cpu-bound
    ZSTD_CCtx *c = ZSTD_createCCtx();                                   // OK: does not wait
    ZSTD_CCtx_setParameter(c, ZSTD_c_compressionLevel, 3);              // OK: does not wait
    ZSTD_compressCCtx(c, dst, 64u << 20, src, 60u << 20, 22);           // BAD: cpu-bound
    ZSTD_compress(small, sizeof small, tiny, sizeof tiny, 1);           // OK: does not wait
    unsigned e = ZSTD_isError(r);                                       // OK: does not wait
    const char *en = ZSTD_getErrorName(r);                              // OK: does not wait
    size_t b = ZSTD_compressBound(1000);                                // OK: does not wait
    ZSTD_freeCCtx(c);                                                   // OK: does not wait
    (void)d; (void)e; (void)en; (void)b;
    co_return;
}

task others(char *dst, const char *src)
{
    unsigned int bn = BIG;
    size_t on = BIG, pos = 0;
    lzma_stream ls = LZMA_STREAM_INIT;
    std::string out;
    BZ2_bzBuffToBuffCompress(dst, &bn, (char *)src, 60u << 20, 9, 0, 30); // BAD: cpu-bound
    BZ2_bzBuffToBuffDecompress(dst, &bn, (char *)src, 40u << 20, 0, 0); // BAD: cpu-bound
    BZFILE *bf = BZ2_bzopen("/srv/x.bz2", "rb");                        // BAD: file
    BZ2_bzread(bf, dst, 512);                                           // BAD: file
    const char *bv = BZ2_bzlibVersion();                                // OK: does not wait
    lzma_easy_buffer_encode(9, LZMA_CHECK_CRC64, nullptr, (const uint8_t *)src, 60u << 20, (uint8_t *)dst, &pos, BIG); // BAD: cpu-bound
    lzma_ret lr = lzma_stream_decoder(&ls, UINT64_MAX, 0);              // OK: does not wait
    lzma_end(&ls);                                                      // OK: does not wait
    BrotliEncoderCompress(11, 22, BROTLI_MODE_TEXT, 60u << 20, (const uint8_t *)src, &on, (uint8_t *)dst); // BAD: cpu-bound
    BrotliEncoderState *bs = BrotliEncoderCreateInstance(nullptr, nullptr, nullptr); // OK: does not wait
    BrotliEncoderSetParameter(bs, BROTLI_PARAM_QUALITY, 5);             // OK: does not wait
    LZ4_compress_HC(src, dst, 60 << 20, 64 << 20, LZ4HC_CLEVEL_MAX);    // BAD: cpu-bound
    int lb = LZ4_compressBound(1000);                                   // OK: does not wait
    size_t sm = snappy::MaxCompressedLength(1000);                      // OK: does not wait
    snappy::Compress(src, 60u << 20, &out);                             // BAD: cpu-bound
    (void)bv; (void)lr; (void)lb; (void)sm;
    co_return;
}
