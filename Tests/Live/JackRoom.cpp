// Server, player and recorder.
#include "JackRoom.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <unistd.h>

namespace livetest {

JackServer::JackServer(int rate, int period, const std::string& outputFile)
    : name_("solus-test-" + std::to_string(::getpid())) {
    ::setenv("JACK_DEFAULT_SERVER", name_.c_str(),
             1); // for all clients, here and in programs started from here
    ::setenv("JACK_NO_AUDIO_RESERVATION", "1", 1);
    ::setenv("JACK_NO_START_SERVER", "1", 1);
    jack_set_error_function([](const char*) {});
    jack_set_info_function([](const char*) {});
    program_ = std::make_unique<Program>(std::vector<std::string>{"jackd", "-S", "-r", "-n", name_, "-d",
                                                                  "dummy", "-r", std::to_string(rate), "-p",
                                                                  std::to_string(period)},
                                         outputFile);
    for (int i = 0; i < 500; ++i) {
        if (auto* client = jack_client_open("solus-knock", JackNoStartServer, nullptr)) {
            jack_client_close(client);
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("jackd does not start: " + program_->output());
}

void JackServer::freeze(bool stop) const {
    program_->signal(stop ? SIGSTOP : SIGCONT);
}

JackMember::JackMember(const std::string& name)
    : client_(jack_client_open(name.c_str(), JackNoStartServer, nullptr)) {
    if (client_ == nullptr) throw std::runtime_error("no JACK server");
    jack_set_process_callback(
        client_,
        [](jack_nframes_t frames, void* self) {
            static_cast<JackMember*>(self)->cycle(static_cast<int>(frames));
            return 0;
        },
        this);
}

JackMember::~JackMember() {
    if (client_ != nullptr) jack_client_close(client_);
}

void JackMember::activate() {
    if (jack_activate(client_) != 0) throw std::runtime_error("JACK client cannot be activated");
}

JackPlayer::JackPlayer(const std::string& name, std::vector<std::vector<float>> audio)
    : JackMember(name), audio_(std::move(audio)) {
    for (std::size_t c = 0; c < audio_.size(); ++c)
        ports_.push_back(jack_port_register(client_, ("out_" + std::to_string(c + 1)).c_str(),
                                            JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0));
    activate();
}

void JackPlayer::leave() {
    jack_deactivate(client_);
}

bool JackPlayer::connected() const {
    return std::all_of(ports_.begin(), ports_.end(),
                       [](auto* port) { return jack_port_connected(port) > 0; });
}

void JackPlayer::cycle(int frames) {
    const bool plays = wish_;
    if (plays && firstFrame_ < 0) firstFrame_ = jack_last_frame_time(client_);
    const std::size_t at = at_,
                      count = plays ? std::min(audio_[0].size() - at, static_cast<std::size_t>(frames)) : 0;
    for (std::size_t c = 0; c < ports_.size(); ++c) {
        auto* out = static_cast<float*>(jack_port_get_buffer(ports_[c], static_cast<jack_nframes_t>(frames)));
        std::copy_n(audio_[c].begin() + static_cast<std::ptrdiff_t>(at), count, out);
        std::fill(out + count, out + frames, 0.0f);
    }
    at_ = at + count;
}

JackRecorder::JackRecorder(const std::string& name, int channels, int mostFrames) : JackMember(name) {
    samples_.assign(static_cast<std::size_t>(channels),
                    std::vector<float>(static_cast<std::size_t>(mostFrames)));
    cycles_.resize(static_cast<std::size_t>(mostFrames) / 16);
    for (int c = 0; c < channels; ++c)
        ports_.push_back(jack_port_register(client_, ("in_" + std::to_string(c + 1)).c_str(),
                                            JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0));
    activate();
}

bool JackRecorder::connected() const {
    return std::all_of(ports_.begin(), ports_.end(),
                       [](auto* port) { return jack_port_connected(port) > 0; });
}

bool JackRecorder::connectFrom(const std::string& source) {
    return jack_connect(client_, source.c_str(), jack_port_name(ports_[0])) == 0;
}

void JackRecorder::cycle(int frames) {
    const std::size_t at = at_, cycle = cycleCount_;
    if (at + static_cast<std::size_t>(frames) > samples_[0].size() || cycle >= cycles_.size()) return;
    cycles_[cycle] = {jack_last_frame_time(client_), static_cast<std::int64_t>(at)};
    for (std::size_t c = 0; c < ports_.size(); ++c) {
        const auto* in =
            static_cast<const float*>(jack_port_get_buffer(ports_[c], static_cast<jack_nframes_t>(frames)));
        std::copy_n(in, frames, samples_[c].begin() + static_cast<std::ptrdiff_t>(at));
    }
    at_ = at + static_cast<std::size_t>(frames);
    cycleCount_ = cycle + 1;
}

void JackRecorder::leave() {
    jack_deactivate(client_);
}

std::int64_t JackRecorder::find(std::int64_t frame) const {
    for (std::size_t i = 0; i < cycleCount_; ++i)
        if (cycles_[i].first == frame) return cycles_[i].second;
    return -1;
}

} // namespace livetest
