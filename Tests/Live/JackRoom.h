// The test's own JACK server, with a player and a recorder.
#pragma once

#include "Program.h"

#include <atomic>
#include <cstdint>
#include <jack/jack.h>
#include <memory>
#include <string>
#include <vector>

namespace livetest {

/// jackd with the dummy driver in synchronous mode: no sound card, and invisible from outside.
class JackServer {
public:
    JackServer(int rate, int period, const std::string& outputFile);
    const std::string& name() const { return name_; }
    /// Stops the server's process, or lets it go on.
    void freeze(bool) const;

private:
    std::string name_;
    std::unique_ptr<Program> program_;
};

/// Base of both clients.
class JackMember {
public:
    explicit JackMember(const std::string& name);
    virtual ~JackMember();
    JackMember(const JackMember&) = delete;

protected:
    void activate();
    virtual void cycle(int frames) = 0;
    jack_client_t* client_ = nullptr;
};

/// Plays silence until start(), then its samples, then silence.
class JackPlayer final : public JackMember {
public:
    JackPlayer(const std::string& name, std::vector<std::vector<float>> audio);
    ~JackPlayer() override { leave(); }
    bool connected() const;
    void start() { wish_ = true; }
    bool finished() const { return at_ >= audio_[0].size(); }
    /// The server's time of the first sample.
    std::int64_t firstFrame() const { return firstFrame_; }

private:
    void leave();
    void cycle(int frames) override;
    std::vector<std::vector<float>> audio_;
    std::vector<jack_port_t*> ports_;
    std::atomic<bool> wish_{false};
    std::atomic<std::size_t> at_{0};
    std::atomic<std::int64_t> firstFrame_{-1};
};

/// Records from its construction on, with the time of each of the server's cycles.
class JackRecorder final : public JackMember {
public:
    JackRecorder(const std::string& name, int channels, int mostFrames);
    ~JackRecorder() override { leave(); }
    bool connected() const;
    /// Connects the first port to a source port.
    bool connectFrom(const std::string& source);
    /// The position in samples() of the server's frame; -1 if it was in no cycle.
    std::int64_t find(std::int64_t frame) const;
    /// Stops recording; then samples() may be read.
    void leave();
    const std::vector<std::vector<float>>& samples() const { return samples_; }
    int recorded() const { return static_cast<int>(at_); }

private:
    void cycle(int frames) override;
    std::vector<std::vector<float>> samples_;
    std::vector<jack_port_t*> ports_;
    std::vector<std::pair<std::int64_t, std::int64_t>> cycles_; ///< server's frame, place in samples_
    std::atomic<std::size_t> at_{0}, cycleCount_{0};
};

} // namespace livetest
