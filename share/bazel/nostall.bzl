"""Lints what a target is built from.

    bazel build //:app --aspects=//:nostall.bzl%nostall_lint --output_groups=nostall

One action a source writes a summary; one action for the target links those of
all that it depends on, and fails if there are findings. `nostall` is looked for
in PATH.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME", "C_COMPILE_ACTION_NAME")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

NostallInfo = provider(
    doc = "What a target and all that it depends on contribute to a program.",
    fields = {"summaries": "depset of .nsum files", "sources": "depset of their sources and headers"},
)

_SOURCES = ["c", "cc", "cpp", "cxx", "c++", "C"]

def _compilation(target, ctx):
    """What the compiler sees of the targets that this one depends on."""
    infos = [target[CcInfo]] if CcInfo in target else []
    for dep in getattr(ctx.rule.attr, "deps", []):
        if CcInfo in dep:
            infos.append(dep[CcInfo])
    return cc_common.merge_cc_infos(cc_infos = infos).compilation_context

def _command(target, ctx, toolchain, compilation, source):
    """The command that compiles a source."""
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    is_c = source.extension == "c"
    action = C_COMPILE_ACTION_NAME if is_c else CPP_COMPILE_ACTION_NAME
    cpp = ctx.fragments.cpp
    options = cpp.copts + (cpp.conlyopts if is_c else cpp.cxxopts)
    options = options + [ctx.expand_make_variables("copts", o, {}) for o in ctx.rule.attr.copts]
    own = getattr(ctx.rule.attr, "defines", []) + getattr(ctx.rule.attr, "local_defines", [])
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        source_file = source.path,
        user_compile_flags = options,
        include_directories = compilation.includes,
        quote_include_directories = compilation.quote_includes,
        system_include_directories = compilation.system_includes,
        preprocessor_defines = depset(own, transitive = [compilation.defines, compilation.local_defines]),
    )
    compiler = cc_common.get_tool_for_action(feature_configuration = features, action_name = action)
    flags = cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = action,
        variables = variables,
    )
    return [compiler] + flags + ([] if source.path in flags else ["-c", source.path])

def _summarize(target, ctx, toolchain, compilation, headers, source):
    out = ctx.actions.declare_file("%s.%s.nsum" % (target.label.name, source.path.replace("/", "_")))
    ctx.actions.run_shell(
        command = 'nostall summarize --quiet --root=. "$@"',
        arguments = [source.path, "-o", out.path, "--"] + _command(target, ctx, toolchain, compilation, source),
        inputs = depset([source] + headers, transitive = [compilation.headers, toolchain.all_files]),
        outputs = [out],
        mnemonic = "NostallSummarize",
        progress_message = "Summarising %s" % source.short_path,
        use_default_shell_env = True,
    )
    return out

def _link(target, ctx, info):
    out = ctx.actions.declare_file(target.label.name + ".nostall")
    arguments = ctx.actions.args()
    arguments.add_all(info.summaries)
    arguments.use_param_file("@%s", use_always = True)
    arguments.set_param_file_format("multiline")
    ctx.actions.run_shell(
        command = 'nostall link --quiet "$1" && touch %s' % out.path,
        arguments = [arguments],
        # The sources are for the lines that it shows.
        inputs = depset(transitive = [info.summaries, info.sources]),
        outputs = [out],
        mnemonic = "NostallLink",
        progress_message = "Linting %s" % target.label,
        use_default_shell_env = True,
    )
    return out

def _nostall_lint_impl(target, ctx):
    below = [dep[NostallInfo] for dep in getattr(ctx.rule.attr, "deps", []) if NostallInfo in dep]
    own = []
    files = []
    for name in ["srcs", "hdrs", "textual_hdrs"]:
        files += [f for s in getattr(ctx.rule.attr, name, []) for f in s.files.to_list()]
    if ctx.rule.kind.startswith("cc_"):
        toolchain = find_cpp_toolchain(ctx)
        compilation = _compilation(target, ctx)
        headers = [f for f in files if f.extension not in _SOURCES]
        own = [
            _summarize(target, ctx, toolchain, compilation, headers, f)
            for f in files
            if f.extension in _SOURCES
        ]
    info = NostallInfo(
        summaries = depset(own, transitive = [b.summaries for b in below]),
        sources = depset(files, transitive = [b.sources for b in below]),
    )
    if not own and not below:
        return [info]
    return [info, OutputGroupInfo(nostall = depset([_link(target, ctx, info)]))]

nostall_lint = aspect(
    implementation = _nostall_lint_impl,
    attr_aspects = ["deps"],
    attrs = {"_cc_toolchain": attr.label(default = Label("@bazel_tools//tools/cpp:current_cc_toolchain"))},
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
