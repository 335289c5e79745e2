"""The conformance suite of Jupyter's kernels (PyPI: jupyter_kernel_test), told what a TypeScript kernel can do.

Left out: clear_output (no function of a cell sends it) and the pager (the kernel has none; help goes through inspect).
"""

import jupyter_kernel_test


class KernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('careful')"
    code_generate_error = "throw new Error('wanted')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "[1, 2]", "result": "[ 1, 2 ]"},
        {"code": "null", "result": "null"},
    ]
    code_display_data = [{"code": "require('tslab').display.html('<b>x</b>')", "mime": "text/html"}]
    code_history_pattern = "6*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.hypot("
    completion_samples = [{"text": "Math.hyp", "matches": {"hypot"}}]
    complete_code_samples = ["const a: number = 1", "for (const k of [1]) {\n  k\n}"]
    incomplete_code_samples = ["function f() {", "const t = `a", "[1, 2"]
    invalid_code_samples = ["const = 1", "}"]


class WelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True
