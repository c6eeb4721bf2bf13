// Solus, the voice isolator, for C++17 and later: solus.h with ownership and exceptions. Header only, so it works
// with any compiler. Link the library of solus.h.
#ifndef SOLUS_HPP
#define SOLUS_HPP

#include <solus/solus.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace solus {

/// One line: what, where, what to do.
struct Exception : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A recording: [channel][sample], all channels of equal length, full scale 1.
using Signal = std::vector<std::vector<float>>;

/// One stream from input to output. Movable, not copyable. Where a function says no thread, it is for a control thread;
/// solus.h says what that and the other words in brackets mean. Everything that is not noexcept throws Exception and
/// leaves the isolator as it was. A moved-from isolator can only be assigned to or destroyed.
class Isolator {
public:
    /// "" for the default model, the name of a built-in model, or the path of a .safetensors file.
    explicit Isolator(const std::string& model = "")
        : engine_(solus_create(model.empty() ? nullptr : model.c_str())) {
        if (!engine_) throw Exception(solus_last_error(nullptr));
    }

    /// 8000 to 192000 Hz, 1 to 64 channels. Allocates, and clears the signal history. [stopped]
    void prepare(double rate, int channels) { check(solus_prepare(get(), rate, channels)); }

    /// [audio thread] One pointer per channel, any number of frames; may be in place. Returns false and writes nothing
    /// before prepare() or for NULL.
    bool process(const float* const* in, float* const* out, int frames) noexcept {
        return solus_process(get(), in, out, frames) == SOLUS_OK;
    }

    /// [audio thread] Clears the signal history.
    void reset() noexcept { solus_reset(get()); }

    /// [any thread] The delay from input to output in whole samples.
    int latency() const noexcept { return solus_latency(get()); }

    /// [stopped] Processes a whole recording at `rate` Hz: calls prepare(), and returns as many samples, aligned with the
    /// input.
    Signal render(const Signal& in, double rate) {
        const std::size_t frames = in.empty() ? 0 : in.front().size();
        for (const auto& channel : in)
            if (channel.size() != frames) throw Exception("render: the channels are not equally long");
        prepare(rate, static_cast<int>(in.size()));
        const auto delay = static_cast<std::size_t>(latency());
        constexpr std::size_t block = 4096;
        Signal part(in.size(), std::vector<float>(block)), out(in.size());
        std::vector<float*> pointers;
        for (auto& channel : part) pointers.push_back(channel.data());
        for (auto& channel : out) channel.reserve(frames);
        for (std::size_t at = 0; at < frames + delay; at += block) {
            const std::size_t count = std::min(block, frames + delay - at);
            for (std::size_t c = 0; c < in.size(); ++c)
                for (std::size_t n = 0; n < count; ++n) part[c][n] = at + n < frames ? in[c][at + n] : 0.0f;
            check(solus_process(get(), pointers.data(), pointers.data(), static_cast<int>(count)));
            const std::size_t from =
                at < delay ? std::min(count, delay - at) : 0; // before the recording begins
            for (std::size_t c = 0; c < in.size(); ++c)
                out[c].insert(out[c].end(), part[c].begin() + static_cast<std::ptrdiff_t>(from),
                              part[c].begin() + static_cast<std::ptrdiff_t>(count));
        }
        return out;
    }

    /// "" for the default. Cross-fades while audio runs. A bad model throws, and the old one keeps playing.
    void setModel(const std::string& model) {
        check(solus_set_model(get(), model.empty() ? nullptr : model.c_str()));
    }

    /// In the units of parameters(). [any thread] while it succeeds; [control thread] for parameters that rebuild.
    void set(const std::string& id, float value) { check(solus_set(get(), id.c_str(), value)); }
    float get(const std::string& id) const {
        float value = 0.0f;
        check(solus_get(get(), id.c_str(), &value));
        return value;
    }

    /// Names of enrolled voices or paths of .voice files. While "gate" is on, only these pass. Empty: everybody
    /// passes.
    void setVoices(const std::vector<std::string>& voices) {
        std::vector<const char*> names;
        for (const auto& voice : voices) names.push_back(voice.c_str());
        check(solus_set_voices(get(), names.data(), static_cast<int>(names.size())));
    }

    /// [any thread] Keeps the score running while "gate" is off.
    void listen(bool on) noexcept { solus_listen(get(), on ? 1 : 0); }
    /// [any thread] The probability, 0 to 1, that the last speech was of one of the voices.
    float score() const noexcept { return solus_score(get()); }

    /// All parameters of set().
    static std::vector<solus_parameter> parameters() {
        std::vector<solus_parameter> all;
        for (int i = 0; i < solus_parameter_count(); ++i) all.push_back(*solus_parameter_at(i));
        return all;
    }
    /// Names of the built-in denoisers.
    static std::vector<std::string> models() {
        std::vector<std::string> all;
        for (int i = 0; i < solus_model_count(); ++i) all.emplace_back(solus_model_name(i));
        return all;
    }

private:
    struct Destroy {
        void operator()(solus_engine* engine) const noexcept { solus_destroy(engine); }
    };

    solus_engine* get() const noexcept { return engine_.get(); }
    void check(int code) const {
        if (code != SOLUS_OK) throw Exception(solus_last_error(get()));
    }

    std::unique_ptr<solus_engine, Destroy> engine_;
};

/// Enrols a voice from samples, as in solus.h: one thread at a time, and never the audio thread. Everything that is
/// not noexcept throws Exception. Movable, not copyable.
class Enrolment {
public:
    /// 8000 to 192000 Hz, 1 to 64 channels.
    Enrolment(double rate, int channels)
        : enrolment_(solus_enrolment_create(rate, channels)), channels_(static_cast<std::size_t>(channels)) {
        if (!enrolment_) throw Exception(solus_last_error(nullptr));
    }

    /// The next samples of the voice alone. One pointer per channel; the samples are not kept.
    void push(const float* const* in, int frames) { check(solus_enrolment_push(get(), in, frames)); }
    /// The same, with as many channels as the enrolment has.
    void push(const Signal& in) {
        if (in.size() != channels_) throw Exception("push: the enrolment has another number of channels");
        std::vector<const float*> pointers;
        for (const auto& channel : in) {
            if (channel.size() != in.front().size())
                throw Exception("push: the channels are not equally long");
            pointers.push_back(channel.data());
        }
        push(pointers.data(), static_cast<int>(in.front().size()));
    }

    /// Seconds of speech so far.
    double seconds() const noexcept { return solus_enrolment_seconds(get()); }
    /// What to tell the talker now; "" when there is enough speech.
    std::string advice(double wantedSeconds = 10.0) { return solus_enrolment_advice(get(), wantedSeconds); }

    /// Ends the recording and returns warnings about it, one line each. Throws with less than one second of speech;
    /// then more can be pushed.
    std::vector<std::string> finish() {
        check(solus_enrolment_finish(get()));
        std::vector<std::string> findings;
        for (int i = 0; i < solus_enrolment_finding_count(get()); ++i)
            findings.emplace_back(solus_enrolment_finding(get(), i));
        return findings;
    }

    /// After finish(). `voice`: a name, or a path that ends in .voice; Isolator::setVoices() then accepts it. Without
    /// `replace`, throws if the voice exists, and leaves it unchanged.
    void save(const std::string& voice, bool replace = false) {
        check(solus_enrolment_save(get(), voice.c_str(), replace ? 1 : 0));
    }

private:
    struct Destroy {
        void operator()(solus_enrolment* enrolment) const noexcept { solus_enrolment_destroy(enrolment); }
    };

    solus_enrolment* get() const noexcept { return enrolment_.get(); }
    void check(int code) const {
        if (code != SOLUS_OK) throw Exception(solus_enrolment_last_error(get()));
    }

    std::unique_ptr<solus_enrolment, Destroy> enrolment_;
    std::size_t channels_;
};

} // namespace solus

#endif
