// The application of the mask and the loss in LibTorch.
#include "Losses/SpectrumLoss.h"

#include "Base/EngineRate.h"
#include "Losses/GainLoss.h"
#include "Losses/LogSpectrumLoss.h"
#include "Losses/SteadinessLoss.h"
#include "Signal/FilterBank.h"

#include <numbers>

namespace solus::train {

namespace {

using torch::Tensor;

Tensor expansion(const MaskShape& shape) {
    const FilterBank bank("erb", shape.bands, shape.stft.fftSize, engineHz, shape.lowHz, shape.highHz);
    auto matrix = torch::empty({shape.bands, shape.stft.bins()});
    std::vector<float> one(static_cast<size_t>(shape.bands));
    for (int b = 0; b < shape.bands; ++b) {
        std::fill(one.begin(), one.end(), 0.0f);
        one[static_cast<size_t>(b)] = 1.0f;
        bank.expand(one.data(), matrix[b].data_ptr<float>());
    }
    if (shape.detailBins == 0) return matrix;
    matrix.narrow(1, 0, shape.detailBins).zero_();
    return torch::cat({torch::eye(shape.detailBins, shape.stft.bins()), matrix});
}

constexpr double epsilon = 1e-10; // keeps powers and their slopes finite at silence

} // namespace

SpectrumLoss::SpectrumLoss(const MaskShape& shape, const LossWeights& weights)
    : shape_(shape), weights_(weights), intelligibility_(shape.stft), disturbance_(shape.stft),
      expand_(expansion(shape)) {
    const auto rotation = torch::arange(shape.taps, torch::kFloat64).unsqueeze(1) *
                          torch::arange(shape.filterBins, torch::kFloat64) *
                          (2.0 * std::numbers::pi * shape.stft.hop * shape.every / shape.stft.fftSize);
    rotationRe_ = rotation.cos().to(torch::kFloat32);
    rotationIm_ = rotation.sin().to(torch::kFloat32);
}

// For the bins that only have a gain, everything but the gain can be computed beforehand; the low bins stay complex.
std::vector<Tensor> SpectrumLoss::pack(const std::vector<SpectrumExample>& examples) const {
    const int n = static_cast<int>(examples.size()), frames = examples[0].frames, bins = examples[0].bins,
              low = shape_.filterBins, high = bins - low;
    auto input = torch::empty({n, frames / shape_.every, examples[0].features});
    auto lows = torch::empty({5, n, frames, low}), highs = torch::empty({6, n, frames, high});
    auto energy = torch::empty({n, 2}); // of the known speech: in all bins, in those above
    const float c = static_cast<float>(weights_.power);
    for (int i = 0; i < n; ++i) {
        const auto& e = examples[i];
        std::copy(e.input.begin(), e.input.end(), input[i].data_ptr<float>());
        float *l[5], *h[6];
        for (int j = 0; j < 5; ++j) l[j] = lows[j][i].data_ptr<float>();
        for (int j = 0; j < 6; ++j) h[j] = highs[j][i].data_ptr<float>();
        double sum = 0.0, sumHigh = 0.0;
        for (int t = 0; t < frames; ++t)
            for (int k = 0; k < bins; ++k) {
                const size_t at = static_cast<size_t>(t) * bins + k;
                const Complex x = e.noisy[at], s = e.speech[at];
                const float w = e.weight[at];
                const double speech = w > 0.0f ? std::norm(s) : 0.0;
                sum += speech;
                if (k >= low) sumHigh += speech;
                if (k < low) {
                    const float values[] = {x.real(), x.imag(), s.real(), s.imag(), w};
                    for (int j = 0; j < 5; ++j) *l[j]++ = values[j];
                } else {
                    const float xp = std::norm(x) + static_cast<float>(epsilon),
                                sp = std::norm(s) + static_cast<float>(epsilon);
                    const float inPhase = x.real() * s.real() + x.imag() * s.imag();
                    const float values[] = {xp, sp, inPhase / std::sqrt(xp * sp), xp, inPhase, w};
                    for (int j = 0; j < 6; ++j) *h[j]++ = values[j];
                }
            }
        energy[i][0] = sum;
        energy[i][1] = sumHigh;
    }
    highs.narrow(0, 0, 2).pow_(0.5 * c); // |X|^c and |S|^c, many at once
    std::vector<Tensor> batch{input, energy};
    for (int j = 0; j < 5; ++j) batch.push_back(lows[j]);
    for (int j = 0; j < 6; ++j) batch.push_back(highs[j]);
    return batch;
}

MaskOutput SpectrumLoss::held(const MaskOutput& output) const {
    if (shape_.every == 1) return output;
    const auto hold = [this](const Tensor& x) {
        return x.defined() ? x.repeat_interleave(shape_.every, 1) : x;
    };
    return {hold(output.gains), hold(output.filter)};
}

SpectrumLoss::LowBand SpectrumLoss::filtered(const MaskOutput& output, const Tensor& gains, const Tensor& re,
                                             const Tensor& im) const {
    auto yr = re, yi = im;
    const int k = shape_.filterBins;
    for (int tap = 0; tap < shape_.taps && output.filter.defined(); ++tap) {
        // e^{i w l} X[t - l], silence before the start
        const int late = tap * shape_.every;
        const auto delay = [&](const Tensor& x) {
            return tap == 0 ? x : torch::constant_pad_nd(x.narrow(1, 0, x.size(1) - late), {0, 0, late, 0});
        };
        const auto pr = delay(re), pi = delay(im);
        const auto cr = rotationRe_[tap].to(re.device()), ci = rotationIm_[tap].to(re.device());
        const auto xr = tap == 0 ? pr : pr * cr - pi * ci, xi = tap == 0 ? pi : pr * ci + pi * cr;
        const auto fr = output.filter.narrow(2, 2 * tap * k, k),
                   fi = output.filter.narrow(2, (2 * tap + 1) * k, k);
        yr = yr + fr * xr - fi * xi;
        yi = yi + fr * xi + fi * xr;
    }
    return {gains * yr, gains * yi};
}

Tensor SpectrumLoss::operator()(const MaskOutput& rows, const std::vector<Tensor>& batch) const {
    const auto output = held(rows);
    const double c = weights_.power, a = weights_.complex, m = weights_.missing;
    const auto gains = output.gains.matmul(expand_.to(output.gains.device()));
    const int low = shape_.filterBins, high = shape_.stft.bins() - low;
    const auto &xr = batch[2], &xi = batch[3], &sr = batch[4], &si = batch[5], &wl = batch[6];
    // Below: Y is complex.
    const auto y = filtered(output, gains.narrow(2, 0, low), xr, xi);
    const auto yp = y.re * y.re + y.im * y.im + epsilon, sp = sr * sr + si * si + epsilon;
    const auto yCompress = yp.pow(0.5 * (c - 1.0)), sCompress = sp.pow(0.5 * (c - 1.0));
    const auto ym = yCompress * yp.sqrt(), sm = sCompress * sp.sqrt();
    const auto differenceLow = ym - sm;
    const auto dr = y.re * yCompress - sr * sCompress, di = y.im * yCompress - si * sCompress;
    const auto lowLoss = wl * ((1.0 - a) * differenceLow.square() + a * (dr.square() + di.square()) +
                               m * torch::relu(-differenceLow).square());
    const auto lowError = (wl > 0).to(torch::kFloat32) * ((y.re - sr).square() + (y.im - si).square());

    const auto above = gainLoss(gains.narrow(2, low, high),
                                {batch[7], batch[8], batch[9], batch[10], batch[11], batch[12]}, c, a, m);

    const double cells = static_cast<double>(xr.numel() + batch[7].numel());
    const auto spectral = (lowLoss.sum() + above[0].sum()) / cells;
    const auto energy = batch[1].select(1, 0);
    const auto error = lowError.sum({1, 2}) + above[1] + batch[1].select(1, 1);
    const auto hasSpeech = (energy > 1e-3).to(torch::kFloat32);
    const auto ratio = 10.0 * torch::log10((energy + 1e-6) / (error.clamp_min(0.0) + 1e-3 * energy + 1e-6));
    auto total = spectral - weights_.waveform * (hasSpeech * ratio).mean();
    // Speech's and output's powers in the lowest `bins`, which may extend above the filtered ones.
    const auto powers = [&](int bins) {
        const int fewer = std::min(low, bins), more = std::max(0, bins - low);
        const auto g = gains.narrow(2, low, more);
        return std::pair{torch::cat({sp.narrow(2, 0, fewer), batch[8].narrow(2, 0, more).pow(2.0 / c)}, 2),
                         torch::cat({yp.narrow(2, 0, fewer), g * g * batch[10].narrow(2, 0, more)}, 2)};
    };
    const auto weightsOf = [&](int bins) {
        return torch::cat(
            {wl.narrow(2, 0, std::min(low, bins)), batch[12].narrow(2, 0, std::max(0, bins - low))}, 2);
    };
    if (weights_.intelligibility > 0.0) {
        const auto [speech, heard] = powers(intelligibility_.bins());
        total = total - weights_.intelligibility * (hasSpeech * intelligibility_(speech, heard)).mean();
    }
    if (weights_.disturbance > 0.0) {
        const auto [speech, heard] = powers(disturbance_.bins());
        const auto known = weightsOf(disturbance_.bins()) > 0;
        total =
            total + weights_.disturbance * (hasSpeech * disturbance_(known * speech, known * heard)).mean();
    }
    if (weights_.logSpectrum > 0.0) {
        const auto [speech, heard] = powers(low + high);
        total = total + weights_.logSpectrum *
                            (hasSpeech * logSpectrumLoss(speech, heard, weightsOf(low + high))).mean();
    }
    const auto noiseAlone = (energy <= 1e-3).nonzero().squeeze(1);
    if (weights_.steadiness > 0.0 && noiseAlone.size(0) > 0) {
        const auto of = [&](const Tensor& x) { return x.index_select(0, noiseAlone); };
        const auto g = of(gains.narrow(2, low, high)), xp = of(batch[10]);
        const auto in = (of(xr).square() + of(xi).square()).sum(2) + xp.sum(2);
        const auto out = of(yp).sum(2) + (g * g * xp).sum(2);
        const double framesPerSecond = engineHz / shape_.stft.hop;
        const auto variance = steadinessLoss(in, out, std::max(1, static_cast<int>(0.02 * framesPerSecond)),
                                             static_cast<int>(0.5 * framesPerSecond));
        const double share = static_cast<double>(noiseAlone.size(0)) / static_cast<double>(xr.size(0));
        total = total + (weights_.steadiness * share) * variance;
    }
    return total;
}

std::vector<Complex> SpectrumLoss::apply(const MaskOutput& rows, const SpectrumExample& e) const {
    const auto output = held(rows);
    auto noisy =
        torch::from_blob(const_cast<Complex*>(e.noisy.data()), {1, e.frames, e.bins, 2}, torch::kFloat32);
    const auto gains = output.gains.to(torch::kCPU).matmul(expand_);
    const MaskOutput onCpu{output.gains.to(torch::kCPU),
                           output.filter.defined() ? output.filter.to(torch::kCPU) : Tensor{}};
    auto result = noisy * gains.unsqueeze(3);
    const int low = shape_.filterBins;
    const auto lowBins = noisy.narrow(2, 0, low);
    const auto y = filtered(onCpu, gains.narrow(2, 0, low), lowBins.select(3, 0), lowBins.select(3, 1));
    result.narrow(2, 0, low).copy_(torch::stack({y.re, y.im}, 3));
    const auto flat = result.contiguous();
    const auto* first = reinterpret_cast<const Complex*>(flat.data_ptr<float>());
    return {first, first + e.noisy.size()};
}

} // namespace solus::train
