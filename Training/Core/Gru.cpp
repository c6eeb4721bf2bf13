// Forward and backward pass of the GRU, one large product wherever the equations allow it.
#include "Core/Gru.h"

#include "Core/EachProcessor.h"

namespace solus::train {

namespace {

/// One frame of the backward pass; see the equations below.
SOLUS_FOR_EACH_PROCESSOR
void gateSlopes(const float* __restrict gate, const float* __restrict before, const float* __restrict gc,
                float* __restrict dInput, float* __restrict dHidden, float* __restrict d, int64_t batch,
                int64_t n) {
    for (int64_t b = 0; b < batch; ++b) {
        const float *r = gate + b * 3 * n, *z = r + n, *c = z + n, *h = before + b * n, *q = gc + b * n;
        float *ir = dInput + b * 3 * n, *iz = ir + n, *ic = iz + n, *hr = dHidden + b * 3 * n, *hz = hr + n,
              *hc = hz + n, *e = d + b * n;
        for (int64_t k = 0; k < n; ++k) {
            const float dc = e[k] * (1.0f - z[k]) * (1.0f - c[k] * c[k]);
            const float dr = dc * q[k] * r[k] * (1.0f - r[k]),
                        dz = e[k] * (h[k] - c[k]) * z[k] * (1.0f - z[k]);
            ic[k] = dc;
            hc[k] = dc * r[k];
            ir[k] = dr;
            hr[k] = dr;
            iz[k] = dz;
            hz[k] = dz;
            e[k] *= z[k];
        }
    }
}

// With gates r, z, c (c is torch's n), all T frames time-major:
//   i = W_i x + b_i                  one product for all frames
//   g_t = W_h h_{t-1} + b_h
//   r = sigmoid(i_r + g_r)   z = sigmoid(i_z + g_z)   c = tanh(i_c + r g_c)   h_t = (1 - z) c + z h_{t-1}
//
// With `coarse` the factors of all products are rounded to bfloat16 (8 bits of mantissa, sums in float):
// several times as fast where the processor multiplies matrices of them. States, gates and gradients stay
// float.
class GruFunction : public torch::autograd::Function<GruFunction> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                                 const torch::Tensor& wi, const torch::Tensor& wh, const torch::Tensor& bi,
                                 const torch::Tensor& bh, bool coarse) {
        const auto type = coarse ? torch::kBFloat16 : torch::kFloat32;
        const auto frames = x.size(0), batch = x.size(1), n = wh.size(1);
        const auto input =
            product(x.reshape({frames * batch, -1}), wi.t(), type).add_(bi).reshape({frames, batch, 3 * n});
        auto gates = torch::empty_like(input);                           // r, z, c
        auto hidden = torch::empty({frames + 1, batch, n}, x.options()); // h_{-1} = 0, h_0, ...
        auto candidate = torch::empty({frames, batch, n}, x.options());  // g_c, which the backward pass needs
        hidden[0].zero_();
        const auto whT = wh.to(type).t();
        auto g = torch::empty({batch, 3 * n}, x.options());
        auto past = torch::empty({batch, n}, x.options().dtype(type));
        auto recurrent = torch::empty({batch, 3 * n}, x.options().dtype(type));
        for (int64_t t = 0; t < frames; ++t) {
            if (coarse) {
                past.copy_(hidden[t]);
                torch::mm_out(recurrent, past, whT);
                g.copy_(recurrent).add_(bh);
            } else
                torch::addmm_out(g, bh, hidden[t], whT);
            auto rz = gates[t].narrow(1, 0, 2 * n), c = gates[t].narrow(1, 2 * n, n);
            torch::add_out(rz, input[t].narrow(1, 0, 2 * n), g.narrow(1, 0, 2 * n)).sigmoid_();
            const auto r = rz.narrow(1, 0, n), z = rz.narrow(1, n, n), gc = g.narrow(1, 2 * n, n);
            candidate[t].copy_(gc);
            torch::addcmul_out(c, input[t].narrow(1, 2 * n, n), r, gc).tanh_();
            auto h = hidden[t + 1];
            torch::lerp_out(h, c, hidden[t], z); // c + z (h_{t-1} - c)
        }
        context->save_for_backward({x, wi, wh, gates, hidden, candidate});
        context->saved_data["coarse"] = coarse;
        return hidden.narrow(0, 1, frames);
    }

    // dz = dh (h_{t-1} - c)   dc = dh (1 - z)   dh_{t-1} = dh z + W_h^T dg
    // di_c = dc (1 - c^2)   dg_c = di_c r   dr = di_c g_c   di_z = dz z (1 - z)   di_r = dr r (1 - r)
    // and, over all frames at once:  dW_h = dg^T h_{t-1},  dW_i = di^T x,  dx = di W_i.
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list upstream) {
        const auto saved = context->get_saved_variables();
        const torch::Tensor &x = saved[0], &wi = saved[1], &wh = saved[2], &gates = saved[3],
                            &hidden = saved[4], &candidate = saved[5];
        const bool coarse = context->saved_data["coarse"].toBool();
        const auto type = coarse ? torch::kBFloat16 : torch::kFloat32;
        const auto frames = x.size(0), batch = x.size(1), n = wh.size(1);
        const auto up = upstream[0].contiguous();
        auto di = torch::empty_like(gates), dg = torch::empty_like(gates);
        auto dh = torch::zeros({batch, n}, x.options());
        const auto whRounded = wh.to(type);
        auto recurrent = torch::empty({batch, n}, x.options().dtype(type));
        for (int64_t t = frames - 1; t >= 0; --t) {
            dh.add_(up[t]);
            gateSlopes(gates[t].data_ptr<float>(), hidden[t].data_ptr<float>(),
                       candidate[t].data_ptr<float>(), di[t].data_ptr<float>(), dg[t].data_ptr<float>(),
                       dh.data_ptr<float>(), batch, n);
            if (coarse)
                dh.add_(torch::mm_out(recurrent, dg[t].to(type), whRounded));
            else
                dh.addmm_(dg[t], wh);
        }
        const auto rows = frames * batch;
        const auto diRows = di.reshape({rows, 3 * n}).to(type), dgRows = dg.reshape({rows, 3 * n}).to(type);
        const auto past = hidden.narrow(0, 0, frames).reshape({rows, n});
        torch::Tensor dx;
        if (context->needs_input_grad(0)) dx = product(diRows, wi, type).reshape(x.sizes());
        return {dx,
                product(diRows.t(), x.reshape({rows, -1}), type),
                product(dgRows.t(), past, type),
                di.sum(torch::IntArrayRef{0, 1}),
                dg.sum(torch::IntArrayRef{0, 1}),
                torch::Tensor()};
    }

private:
    static torch::Tensor product(const torch::Tensor& a, const torch::Tensor& b, torch::ScalarType type) {
        return a.to(type).mm(b.to(type)).to(torch::kFloat32);
    }
};

} // namespace

torch::Tensor gruForward(torch::nn::GRU& gru, const torch::Tensor& x, bool coarse) {
    const auto& options = gru->options;
    const bool plain =
        options.num_layers() == 1 && !options.bidirectional() && options.bias() && options.batch_first();
    if (!x.is_cpu() || !plain || x.scalar_type() != torch::kFloat32) return std::get<0>(gru->forward(x));
    const auto p = gru->named_parameters();
    return gruForward(x, p["weight_ih_l0"], p["weight_hh_l0"], p["bias_ih_l0"], p["bias_hh_l0"], coarse);
}

torch::Tensor gruForward(const torch::Tensor& x, const torch::Tensor& inputWeight,
                         const torch::Tensor& hiddenWeight, const torch::Tensor& inputBias,
                         const torch::Tensor& hiddenBias, bool coarse) {
    if (!x.is_cpu() || x.scalar_type() != torch::kFloat32) {
        const auto start = torch::zeros({1, x.size(0), hiddenWeight.size(1)}, x.options());
        return std::get<0>(torch::gru(x, start, {inputWeight, hiddenWeight, inputBias, hiddenBias}, true, 1,
                                      0.0, false, false, true));
    }
    return GruFunction::apply(x.transpose(0, 1).contiguous(), inputWeight, hiddenWeight, inputBias,
                              hiddenBias, coarse)
        .transpose(0, 1);
}

} // namespace solus::train
