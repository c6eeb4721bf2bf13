// Options of the denoisers, and their checks.
#include "Tasks/DenoiserExperiment.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"

namespace solus::train {

DenoiserExperiment::DenoiserExperiment() {
    options_.shape.stft = {960, 360, 480, "sqrt_hann"};
    options_.scene.mixing.seconds = 2.0;
    options_.scene.mixing.snrLow = -8.0;
    options_.scene.mixing.snrHigh = 22.0;
    options_.scene.mixing.speechFree = 0.12; // for noise alone, which must not pump
    options_.scene.mixing.levelLow = -52.0;
    options_.scene.mixing.narrowSpeech = 0.25;
    options_.scene.mixing.clipping = 0.05;
}

void DenoiserExperiment::configure(CLI::App& app, TrainOptions& defaults) {
    defaults.steps = 10500;
    defaults.rate = 1.5e-3;
    defaults.validateEvery = 500;
    auto& [scene, size, dual, shape, loss, detail, phase, validation, telling, onset, level, name, compress] =
        options_;
    auto& mixing = scene.mixing;
    app.add_option("--name", name, "Name of the exported model");
    app.add_option("--window", shape.stft.fftSize, "Analysis window in samples at 48 kHz");
    app.add_option("--hop", shape.stft.hop, "Hop in samples");
    app.add_option("--synthesis", shape.stft.synthesis,
                   "Synthesis window in samples: the latency, without look-ahead");
    app.add_option("--look-ahead", shape.lookAhead,
                   "Hops that the network hears beyond its output: adds to the latency")
        ->check(CLI::Range(0, 64));
    app.add_option("--mask-every", shape.every, "Hops for which a mask holds: the network runs once in them")
        ->check(CLI::Range(1, 64));
    app.add_option("--dense", size.dense, "Units of the first layer")->check(CLI::Range(1, 4096));
    app.add_option("--units1", size.first, "Units of the first GRU")->check(CLI::Range(1, 4096));
    app.add_option("--units2", size.second, "Units of the second GRU")->check(CLI::Range(1, 4096));
    app.add_option("--blocks", dual.blocks,
                   "Blocks of GRUs across frequency and over time, in place of GRUs over the whole "
                   "frame; 0: none")
        ->check(CLI::Range(0, 16));
    app.add_option("--channels", dual.channels, "Values per frequency in the blocks")
        ->check(CLI::Range(1, 512));
    app.add_option("--outer", dual.outer, "The same, at twice as many frequencies")
        ->check(CLI::Range(1, 512));
    app.add_option("--inner", dual.inner, "The same, at all frequencies")->check(CLI::Range(1, 512));
    app.add_option("--across", dual.across, "Units of the GRUs across frequency")->check(CLI::Range(1, 512));
    app.add_option("--along", dual.along, "Units of the GRUs over time")->check(CLI::Range(1, 512));
    app.add_option("--whole", dual.whole, "Units of a GRU over the whole frame, beside the blocks; 0: none")
        ->check(CLI::Range(0, 4096));
    app.add_option("--rank", size.rank, "Large matrices as products of two of this rank; 0: whole")
        ->check(CLI::Range(0, 4096));
    app.add_option("--compress", compress,
                   "Start from the best approximation of this model (built-in, or a file), with --rank");
    app.add_option("--bands", shape.bands, "ERB bands")->check(CLI::Range(4, 128));
    app.add_option("--filter-bins", shape.filterBins, "Lowest bins that get a complex filter")
        ->check(CLI::Range(0, 512));
    app.add_option("--taps", shape.taps, "Frames that the filter spans; 0: gains only")
        ->check(CLI::Range(0, 8));
    app.add_option("--detail-bins", detail, "Lowest bins whose magnitudes are separate inputs");
    app.add_option("--phase-bins", phase, "Lowest bins whose phase advance is an input");
    app.add_option("--seconds", mixing.seconds, "Length of an example")->check(CLI::Range(0.5, 20.0));
    app.add_option("--snr-low", mixing.snrLow, "Lowest SNR in dB");
    app.add_option("--snr-high", mixing.snrHigh, "Highest SNR in dB");
    app.add_option("--speech-free", mixing.speechFree, "Share of examples with noise only")
        ->check(CLI::Range(0.0, 0.9));
    app.add_option("--noise-free", mixing.noiseFree, "Share of examples with speech only")
        ->check(CLI::Range(0.0, 0.9));
    app.add_option("--complex", loss.complex, "Share of the loss that includes the phase")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--missing", loss.missing, "Extra cost of missing speech")->check(CLI::Range(0.0, 10.0));
    app.add_option("--waveform", loss.waveform, "Weight of the signal-to-error ratio, per dB")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--intelligibility", loss.intelligibility,
                   "Weight of the correlation of envelopes (ESTOI)")
        ->check(CLI::Range(0.0, 10.0));
    app.add_option("--disturbance", loss.disturbance, "Weight of what disturbs a listener (PESQ), per point")
        ->check(CLI::Range(0.0, 10.0));
    app.add_option("--log-spectrum", loss.logSpectrum,
                   "Weight of the log-spectral distance, per dB: less noise in pauses")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--steadiness", loss.steadiness, "Weight of pumping in noise alone, per dB^2")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--onset", onset, "Factor of the loss weight in the first 80 ms after a pause")
        ->check(CLI::Range(1.0, 20.0));
    app.add_option("--level", level,
                   "Level in dBFS to which every input is brought; 0: unchanged, within -32 to -12")
        ->check(CLI::Range(-60.0, 0.0));
    app.add_option("--renewal", scene.renewal,
                   "Steps after which all ready voices and noises have been replaced")
        ->check(CLI::Range(1, 1000000));
    app.add_option("--crowd", scene.crowd, "Share of scenes with a crowd")->check(CLI::Range(0.0, 1.0));
    app.add_option("--near", scene.nearTalker, "Share of scenes with other talkers near the microphone")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--late", scene.lateSpeech, "Share of scenes in which the voice begins late")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--band-limited", scene.bandLimited, "Share of scenes recorded by a narrow-band device")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--whisper", scene.whisper, "Share of voices that whisper")->check(CLI::Range(0.0, 1.0));
    app.add_option("--vowel", scene.vowel, "Share of voices that hold a vowel")->check(CLI::Range(0.0, 1.0));
    addSpeedOptions(app, defaults, products_);
    app.add_option("--validation", validation, "Mixtures to validate on")->check(CLI::Range(1, 10000));
}

const SolusOptions& DenoiserExperiment::checkedOptions(const TrainOptions& options) {
    options_.bandFilter.coarse = options_.dualPath.coarse = products_ == "bfloat16";
    if (options_.isDualPath()) {
        options_.shape.detailBins = options_.shape.filterBins = options_.detailBins;
        options_.shape.lowHz = options_.detailBins * engineHz / options_.shape.stft.fftSize;
        if ((options_.detailBins + options_.shape.bands) % 4 != 0)
            throw Error("--blocks: --detail-bins plus --bands must be a multiple of 4, not " +
                        std::to_string(options_.detailBins + options_.shape.bands));
    }
    if (!options_.compress.empty() && options_.bandFilter.rank == 0) throw Error("--compress needs a --rank");
    if (!options_.compress.empty() && !options.start.empty())
        throw Error("--start and --compress: the network can start from only one of them");
    return options_;
}

} // namespace solus::train
