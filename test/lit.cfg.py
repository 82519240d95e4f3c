# Configuration of lit, LLVM's test runner.

import glob
import importlib.util
import os
import shutil
import sys

import lit.formats
import lit.util

config.name = "nostall"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".c", ".test"]
config.excludes = ["Inputs", "unit", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.nostall_build, "test", "out")

# The scripts of the tests import each other; the sources stay as they are.
config.environment["PYTHONDONTWRITEBYTECODE"] = "1"

tools = config.llvm_tools
nostall = os.path.join(config.nostall_build, "bin", "nostall")
clang_tidy = os.path.join(tools, "clang-tidy")
plugin = os.path.join(config.nostall_build, "lib", "NostallTidy.so")
inputs = os.path.join(config.test_source_root, "Inputs")
flags = f"-std=c++20 -I{inputs}"

# RealtimeSanitizer's library, if this LLVM has it.
rtsan = next(iter(glob.glob(os.path.join(
    os.path.dirname(tools), "lib", "clang", "*", "lib", "linux", "libclang_rt.rtsan-x86_64.a"))), "")

# Messages are compared in full: whatever nobody claims fails the test.
filecheck = (
    os.path.join(tools, "FileCheck")
    + " --implicit-check-not=warning: --implicit-check-not=error:"
)

config.substitutions += [
    # %check: warnings, errors and notes of a file against its CHECK lines.
    ("%check_all",
     f"{nostall} --quiet --max-same=0 --exit-zero %s -- {flags} 2>&1 | "
     f"{filecheck} --implicit-check-not=note: %s"),
    # %check_marks: the BAD and OK lines of a file, see check_marks.py; by the
    # program and by the clang-tidy plugin.
    ("%check_marks",
     f"{sys.executable} {config.test_source_root}/check_marks.py {nostall} "
     f"--plugin={clang_tidy},{plugin}"),
    # %check_fixes: the FIX and OK lines of a file, see check_fixes.py.
    ("%check_fixes",
     f"{sys.executable} {config.test_source_root}/fixes/check_fixes.py "
     f"--tools={nostall},{clang_tidy},{plugin},{tools}/clang-apply-replacements "
     f"--compilers={tools}/clang++,g++"),
    ("%clang_apply_replacements", os.path.join(tools, "clang-apply-replacements")),
    ("%clang_tidy", clang_tidy),
    ("%plugin", plugin),
    ("%home", config.nostall_url),
    ("%filecheck_only", os.path.join(tools, "FileCheck")),
    ("%filecheck", filecheck),
    ("%split_file", os.path.join(tools, "split-file")),
    ("%not", os.path.join(tools, "not")),
    ("%nostall_clangd", nostall + "-clangd"),
    ("%nostall", nostall),
    ("%clangd", os.path.join(tools, "clangd")),
    # %exits_with 2 COMMAND: tells apart what `not` does not.
    ("%exits_with", f"{sys.executable} {config.test_source_root}/exits_with.py"),
    # %cache: looks into a cache and damages it, see cache.py.
    ("%cache", f"{sys.executable} {config.test_source_root}/cache.py"),
    ("%unit_tests", os.path.join(config.nostall_build, "bin", "unit_tests")),
    ("%synthetic_program", os.path.join(config.nostall_build, "bin", "synthetic_program")),
    ("%gxx", shutil.which("g++") or "g++"),
    ("%clangxx", os.path.join(tools, "clang++")),
    ("%python", sys.executable),
    ("%llvm_nm", os.path.join(tools, "llvm-nm")),
    ("%rtsan_library", rtsan),
    ("%flags", flags),
    ("%inputs", inputs),
    ("%source", config.nostall_source),
    ("%build", config.nostall_build),
]
config.available_features.add("llvm" + config.llvm_major)
if os.path.exists(os.path.join(tools, "clangd")):
    config.available_features.add("clangd")
if shutil.which("nvim"):
    config.available_features.add("neovim")
if shutil.which("emacs") and glob.glob("/usr/share/emacs/site-lisp/elpa-src/eglot-*"):
    config.available_features.add("emacs")
if rtsan:
    config.available_features.add("rtsan")
if importlib.util.find_spec("yaml") and importlib.util.find_spec("jsonschema"):
    config.available_features.add("python-yaml")
if shutil.which("g++"):
    config.available_features.add("gxx")
# Tests with the real program on the other side: REQUIRES: pre-commit.
for program in ("pre-commit", "cmake", "make", "ninja", "meson", "bazel", "ccache",
                "bash", "zsh", "fish", "man", "cpack", "dpkg-deb", "dpkg-shlibdeps", "pkg-config"):
    if shutil.which(program):
        config.available_features.add(program)
# A package has the runtime in it, which ./x builds.
runtime = os.path.join(config.nostall_build, "runtime", "gcc", "libnostall_runtime.a")
if {"cpack", "dpkg-deb", "dpkg-shlibdeps"} <= config.available_features and os.path.exists(runtime):
    config.available_features.add("package")

# What ./x fetches beside the packages; see there.
if os.path.exists(os.path.join(config.nostall_build, "sarif-schema.json")):
    if importlib.util.find_spec("jsonschema"):
        config.available_features.add("sarif-schema")
chromium = shutil.which("chromium")
if chromium:
    config.available_features.add("chromium")
    config.substitutions.append(("%chromium", chromium))
if shutil.which("git"):
    config.available_features.add("git")
# A clang-tidy of another version, for the plugin to refuse.
for major in ("19", "22"):
    other = shutil.which("clang-tidy-" + major)
    if other and major != config.llvm_major:
        config.available_features.add("other-clang-tidy")
        config.substitutions.insert(0, ("%other_clang_tidy", other))

# Tests on a library's real headers say what they need: REQUIRES: boost.
for feature, header in {
    "boost": "boost/asio.hpp",
    "asio": "asio.hpp",
    "libpq": "postgresql/libpq-fe.h",
    "hiredis": "hiredis/hiredis.h",
    "libcurl": "x86_64-linux-gnu/curl/curl.h",
    "sqlite": "sqlite3.h",
    "liburing": "liburing.h",
    "libuv": "uv.h",
    "libev": "ev.h",
    "libevent": "event2/event.h",
    "glib": "glib-2.0/gio/gio.h",
    "libpqxx": "pqxx/pqxx",
    "mysql": "mariadb/mysql.h",
    "mongoc": "libmongoc-1.0/mongoc/mongoc.h",
    "librdkafka": "librdkafka/rdkafkacpp.h",
    "cpp-httplib": "httplib.h",
    "cppzmq": "zmq.hpp",
    "poco": "Poco/Data/Session.h",
    "grpc": "grpcpp/grpcpp.h",
    "abseil": "absl/synchronization/mutex.h",
    "openssl": "openssl/ssl.h",
    "rabbitmq-c": "amqp.h",
    "mosquitto": "mosquitto.h",
    "paho": "MQTTClient.h",
    "leveldb": "leveldb/db.h",
    "rocksdb": "rocksdb/db.h",
    "lmdb": "lmdb.h",
    "libmemcached": "libmemcached/memcached.h",
    "odbc": "sql.h",
    "soci": "soci/soci.h",
    "tbb": "oneapi/tbb.h",
    "systemd": "systemd/sd-bus.h",
    "libssh": "libssh/libssh.h",
    "libssh2": "libssh2.h",
    "nng": "nng/nng.h",
    "nanomsg": "nanomsg/nn.h",
    "thrift": "thrift/Thrift.h",
    "libgit2": "git2.h",
    "gnutls": "gnutls/gnutls.h",
    "mbedtls": "mbedtls/ssl.h",
    "c-ares": "ares.h",
    "libusb": "libusb-1.0/libusb.h",
    "libserialport": "libserialport.h",
    "alsa": "alsa/asoundlib.h",
    "libarchive": "archive.h",
    "ldap": "ldap.h",
    "spdlog": "spdlog/spdlog.h",
    "dbus": "dbus-1.0/dbus/dbus.h",
    "sdbus-c++": "sdbus-c++/sdbus-c++.h",
    "nats": "nats/nats.h",
    "zlib": "zlib.h",
    "zstd": "zdict.h",
    "lz4": "lz4hc.h",
    "brotli": "brotli/encode.h",
    "bzip2": "bzlib.h",
    "xz": "lzma.h",
    "snappy": "snappy.h",
    "argon2": "argon2.h",
    "libscrypt": "libscrypt.h",
    "libsodium": "sodium.h",
    "libgcrypt": "gcrypt.h",
    "libjpeg": "turbojpeg.h",
    "libpng": "png.h",
    "libwebp": "webp/encode.h",
    "libtiff": "x86_64-linux-gnu/tiffio.h",
    "magick++": "ImageMagick-6/Magick++.h",
    "magickwand": "ImageMagick-6/wand/MagickWand.h",
    "opencv": "opencv4/opencv2/objdetect.hpp",
    "libxml2": "libxml2/libxml/parser.h",
    "miniupnpc": "miniupnpc/miniupnpc.h",
    "libgpiod": "gpiod.hpp",
    "i2c": "i2c/smbus.h",
    "libv4l": "libv4l2.h",
    "qt6": "x86_64-linux-gnu/qt6/QtSql/QtSql",
    "qt6-serialport": "x86_64-linux-gnu/qt6/QtSerialPort/QtSerialPort",
    "libmpdclient": "mpd/client.h",
    "libnfs": "nfsc/libnfs.h",
    "libiscsi": "iscsi/iscsi.h",
    "zookeeper": "zookeeper/zookeeper.h",
    "libsmbclient": "samba-4.0/libsmbclient.h",
    "libpcap": "pcap/pcap.h",
    "libmodbus": "modbus/modbus.h",
    "avahi": "avahi-client/client.h",
    "pulseaudio": "pulse/simple.h",
    "gstreamer": "gstreamer-1.0/gst/app/gstappsink.h",
    "ffmpeg": "x86_64-linux-gnu/libavformat/avformat.h",
    "libsecret": "libsecret-1/libsecret/secret.h",
    "net-snmp": "net-snmp/net-snmp-config.h",
    "bluez": "bluetooth/hci_lib.h",
    "keyutils": "keyutils.h",
    "libvirt": "libvirt/libvirt.h",
    "libnl": "libnl3/netlink/route/link.h",
    "libwebsockets": "libwebsockets.h",
    "libmicrohttpd": "microhttpd.h",
    "libzip": "zip.h",
    "libudev": "libudev.h",
    "sqlitecpp": "SQLiteCpp/SQLiteCpp.h",
    "curlpp": "curlpp/cURLpp.hpp",
    "yaml-cpp": "yaml-cpp/yaml.h",
    "pugixml": "pugixml.hpp",
    "tinyxml2": "tinyxml2.h",
    "protobuf": "google/protobuf/message.h",
}.items():
    if os.path.exists(os.path.join("/usr/include", header)):
        config.available_features.add(feature)

# For folders whose tests try the program only.
config.without_plugin = [(name, value.split(" --plugin=")[0]) for name, value in config.substitutions]
