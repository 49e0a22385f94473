package dev.rewind.model.engine;

/** PyTorch cannot be loaded; the message says why, and what to check. */
public final class TorchLoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TorchLoadException(Throwable cause) {
        super(
                "PyTorch cannot be loaded: " + reasons(cause) + "; check PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR where"
                        + " they are set, and that the folder it is unpacked to (ENGINE_CACHE_DIR, or .djl.ai in the home"
                        + " folder) is whole and has 500 MB to spare",
                cause);
    }

    /** The messages from the outermost to the innermost. */
    private static String reasons(Throwable cause) {
        String deeper = cause.getCause() == null ? "" : ": " + reasons(cause.getCause());
        return cause.getMessage() + deeper;
    }
}
