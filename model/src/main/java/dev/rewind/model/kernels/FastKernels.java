package dev.rewind.model.kernels;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.GradMode;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations that DJL lacks or does slower, as TorchScript; the others as in {@link PlainKernels}. */
final class FastKernels implements Kernels {
    private static final Logger LOG = LoggerFactory.getLogger(FastKernels.class);
    private static final TorchScript SCRIPT = TorchScript.load(FastKernels.class, "kernels");
    private static final PlainKernels PLAIN = PlainKernels.INSTANCE;

    private static final FastKernels FP32 = new FastKernels(Dtype.FP32);
    private static final FastKernels BF16 = new FastKernels(Dtype.BF16);

    private final Dtype dtype;

    private FastKernels(Dtype dtype) {
        this.dtype = dtype;
    }

    static FastKernels of(Dtype dtype) {
        return dtype == Dtype.FP32 ? FP32 : BF16;
    }

    @Override
    public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        if (dtype == Dtype.BF16) {
            return bias == null ? call("linear_bf16", x, weight) : call("linear_bias_bf16", x, weight, bias);
        }
        if (!servesOnCpu(x) || OneDnn.SCRIPT.isEmpty()) {
            return PLAIN.linear(x, weight, bias);
        }
        TorchScript script = OneDnn.SCRIPT.get();
        NDList result = bias == null ? script.call("linear", x, weight) : script.call("linear_bias", x, weight, bias);
        return result.head();
    }

    @Override
    public NDArray layerNorm(NDArray x, NDArray weight, NDArray bias) {
        return PLAIN.layerNorm(x, weight, bias);
    }

    @Override
    public NDArray mlp(NDArray x, NDArray w1, NDArray b1, NDArray w2, NDArray b2) {
        if (dtype == Dtype.BF16) {
            return call(servesOnCpu(x) ? "mlp_bf16" : "mlp_graph_bf16", x, w1, b1, w2, b2);
        }
        return servesOnCpu(x) && OneDnn.SCRIPT.isPresent()
                ? OneDnn.SCRIPT.get().call("mlp", x, w1, b1, w2, b2).head()
                : PLAIN.mlp(x, w1, b1, w2, b2);
    }

    @Override
    public NDList project(NDArray x, NDList weights, NDList biases) {
        if (dtype == Dtype.FP32) {
            return Kernels.super.project(x, weights, biases);
        }
        NDList arguments = new NDList(x).addAll(weights).addAll(biases);
        return SCRIPT.call(biases.isEmpty() ? "project_bf16" : "project_bias_bf16", arguments.toArray(NDArray[]::new));
    }

    @Override
    public NDArray attention(NDArray q, NDArray k, NDArray v, int heads, NDArray weight, NDArray bias) {
        NDArray[] split = {split(q, heads), split(k, heads), split(v, heads)};
        return dtype == Dtype.FP32
                ? linear(call("attention", split), weight, bias)
                : call(
                        servesOnCpu(q) ? "attention_bf16" : "attention_graph_bf16",
                        split[0],
                        split[1],
                        split[2],
                        weight,
                        bias);
    }

    /** [B, N, h*d] to [B, N, h, d]. */
    private static NDArray split(NDArray x, int heads) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads);
    }

    @Override
    public NDArray pool(NDArray x, NDArray weight, Thw grid, Thw stride) {
        return PLAIN.pool(x, weight, grid, stride);
    }

    @Override
    public NDArray maxPool(NDArray x, Thw grid, Thw stride) {
        return PLAIN.maxPool(x, grid, stride);
    }

    @Override
    public NDArray patches(NDArray clip, NDArray weight, NDArray bias, Thw stride, Thw padding) {
        return PLAIN.patches(clip, weight, bias, stride, padding);
    }

    @Override
    public Optional<WalkKernels> walk() {
        return Optional.of(new WalkKernels(dtype));
    }

    /** Whether no gradients are recorded and the processor computes: then results may be written into given memory. */
    private static boolean servesOnCpu(NDArray x) {
        return !x.getDevice().isGpu() && !GradMode.recording();
    }

    private static NDArray call(String function, NDArray... arguments) {
        return SCRIPT.call(function, arguments).head();
    }

    /** Whether this build of PyTorch has oneDNN's products. */
    static boolean hasOneDnn() {
        return OneDnn.SCRIPT.isPresent();
    }

    /** oneDNN's products, where this build of PyTorch has them: those for Apple's and some ARM processors have not. */
    private static final class OneDnn {
        private static final Optional<TorchScript> SCRIPT = load();

        private static Optional<TorchScript> load() {
            try {
                return Optional.of(TorchScript.load(FastKernels.class, "onednn"));
            } catch (EngineException e) {
                LOG.debug("this PyTorch has no oneDNN; its own products serve", e);
                return Optional.empty();
            }
        }
    }
}
