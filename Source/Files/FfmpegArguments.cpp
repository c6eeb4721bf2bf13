// What is the same for ffmpeg on every system.
#include "Files/FfmpegChild.h"

#include <sstream>

namespace solus {

/// Containers, and raw streams that can be identified by their content. Playlists (hls, dash, concat, ...) open other
/// files and are excluded; mp3 and flac have their own decoders here.
static constexpr const char* containers =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,aac,ac3,eac3,dts,dtshd,truehd,mlp,asf,xwma,avi,flv,mpeg,mpegts,amr,amrnb,amrwb,"
    "ape,wv,tta,tak,mpc,mpc8,rm,dsf,iff,wav,w64,ogg,caf,aiff,au,voc,adx,oma,loas,latm,shn,"
    "wtv,mxf,nut,gxf,qcp,sbc";

std::array<const char*, 25> ffmpegArguments(const std::string& input) {
    return {"ffmpeg",       "-nostdin",
            "-hide_banner", "-v",
            "error",        "-protocol_whitelist",
            "file,pipe",    "-format_whitelist",
            containers,     "-i",
            input.c_str(),  "-map",
            "0:a:0",        "-vn",
            "-sn",          "-dn",
            "-af",          "aresample=async=1:first_pts=0",
            "-c:a",         "pcm_f32le",
            "-f",           "wav",
            "-y",           "pipe:1",
            nullptr};
}

std::string lastComplaint(const std::string& text, bool failed) {
    std::istringstream lines(text);
    std::string last;
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!line.empty()) last = line;
    }
    return last.empty() && failed ? "ffmpeg failed" : last;
}

} // namespace solus
