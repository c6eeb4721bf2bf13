// Tables and recordings.
#include "Evaluate/EvaluateFiles.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Data/Decode.h"
#include "Files/AudioFileReader.h"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <sstream>

namespace solus::train {

namespace {

std::vector<std::string> fieldsOf(std::string line) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> fields;
    std::stringstream stream(line);
    for (std::string field; std::getline(stream, field, '\t');) fields.push_back(field);
    return fields;
}

} // namespace

std::vector<TableRow> readTable(const std::filesystem::path& path, const std::vector<std::string>& columns) {
    std::ifstream stream(path);
    if (!stream) throw Error(path.string() + ": cannot be read");
    std::string line;
    std::getline(stream, line);
    const auto names = fieldsOf(line);
    for (const auto& column : columns)
        if (std::find(names.begin(), names.end(), column) == names.end())
            throw Error(path.string() + ": the column '" + column + "' is missing");
    std::vector<TableRow> rows;
    while (std::getline(stream, line)) {
        const auto fields = fieldsOf(line);
        if (fields.empty()) continue;
        TableRow row;
        for (size_t i = 0; i < names.size(); ++i) row[names[i]] = i < fields.size() ? fields[i] : "";
        rows.push_back(std::move(row));
    }
    if (rows.empty()) throw Error(path.string() + ": holds no rows");
    return rows;
}

std::vector<float> readMono(const std::filesystem::path& path, int rate) {
    AudioFileReader reader(path.string());
    const int channels = reader.info().channels;
    const auto interleaved = reader.readAll();
    std::vector<float> mono(interleaved.size() / static_cast<size_t>(channels), 0.0f);
    for (size_t i = 0; i < mono.size(); ++i) {
        for (int c = 0; c < channels; ++c) mono[i] += interleaved[i * channels + c];
        mono[i] /= static_cast<float>(channels);
    }
    return reader.info().sampleRate == rate ? mono : resample(mono, reader.info().sampleRate, rate);
}

std::vector<std::filesystem::path> noiseFiles(const std::filesystem::path& folder) {
    if (!std::filesystem::is_directory(folder)) throw Error(folder.string() + ": no such folder of noise");
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto ending = entry.path().extension();
        if (ending == ".opus" || ending == ".wav" || ending == ".flac") files.push_back(entry.path());
    }
    if (files.empty()) throw Error(folder.string() + ": holds no .opus, .flac or .wav");
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<float> noiseFrom(const std::vector<std::filesystem::path>& files, size_t length, Random& random) {
    std::vector<float> noise;
    while (noise.size() < length) {
        const auto more = readMono(
            files[static_cast<size_t>(random.below(static_cast<std::int64_t>(files.size())))], engineRate);
        if (more.empty()) throw Error("a recording of noise has no samples");
        noise.insert(noise.end(), more.begin(), more.end());
    }
    noise.resize(length);
    return noise;
}

double meanOf(const std::vector<double>& values) {
    return values.empty()
               ? 0.0
               : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace solus::train
