// TagLib reads the tags of every format; this file converts them to wav chunks.
#include "Files/Metadata.h"

#include "Files/AudioFileReader.h"

#include <FLAC/metadata.h>
#include <algorithm>
#include <cstring>
#include <filesystem>
#include <taglib/aifffile.h>
#include <taglib/attachedpictureframe.h>
#include <taglib/fileref.h>
#include <taglib/flacfile.h>
#include <taglib/id3v2tag.h>
#include <taglib/infotag.h>
#include <taglib/mp4file.h>
#include <taglib/mpegfile.h>
#include <taglib/tpropertymap.h>
#include <taglib/wavfile.h>
#include <taglib/xiphcomment.h>

namespace solus {
namespace {

std::vector<std::uint8_t> bytesOf(const TagLib::ByteVector& v) {
    return {reinterpret_cast<const std::uint8_t*>(v.data()),
            reinterpret_cast<const std::uint8_t*>(v.data()) + v.size()};
}
TagLib::ByteVector vectorOf(const std::vector<std::uint8_t>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<unsigned int>(bytes.size())};
}

void takePictures(const TagLib::List<TagLib::FLAC::Picture*>& list, Metadata& to) {
    for (const auto* p : list)
        to.pictures.push_back(
            {p->type(), p->mimeType().to8Bit(true), p->description().to8Bit(true), bytesOf(p->data())});
}

void takeId3(TagLib::ID3v2::Tag* tag, Metadata& to) {
    if (!tag || tag->isEmpty()) return;
    for (const auto* frame : tag->frameListMap()["APIC"])
        if (const auto* p = dynamic_cast<const TagLib::ID3v2::AttachedPictureFrame*>(frame))
            to.pictures.push_back({p->type(), p->mimeType().to8Bit(true), p->description().to8Bit(true),
                                   bytesOf(p->picture())});
    to.id3 = bytesOf(tag->render(TagLib::ID3v2::v4));
}

void takeCovers(const TagLib::MP4::Tag& tag, Metadata& to) {
    const auto& items = tag.itemMap();
    if (!items.contains("covr")) return;
    for (const auto& cover : items["covr"].toCoverArtList())
        to.pictures.push_back({3, cover.format() == TagLib::MP4::CoverArt::PNG ? "image/png" : "image/jpeg",
                               "", bytesOf(cover.data())});
}

void takeTags(const std::string& path, Metadata& to) {
    const TagLib::FileRef file(std::filesystem::path(path).c_str(), false);
    if (file.isNull() || !file.file()) return;
    for (const auto& [name, values] : file.file()->properties())
        for (const auto& value : values) to.tags.emplace_back(name.to8Bit(true), value.to8Bit(true));
    if (auto* flac = dynamic_cast<TagLib::FLAC::File*>(file.file())) takePictures(flac->pictureList(), to);
    if (auto* xiph = dynamic_cast<TagLib::Ogg::XiphComment*>(file.tag()))
        takePictures(xiph->pictureList(), to);
    if (auto* mp4 = dynamic_cast<TagLib::MP4::File*>(file.file()); mp4 && mp4->tag())
        takeCovers(*mp4->tag(), to);
    if (auto* mpeg = dynamic_cast<TagLib::MPEG::File*>(file.file())) takeId3(mpeg->ID3v2Tag(), to);
    if (auto* wav = dynamic_cast<TagLib::RIFF::WAV::File*>(file.file())) takeId3(wav->ID3v2Tag(), to);
    if (auto* aiff = dynamic_cast<TagLib::RIFF::AIFF::File*>(file.file())) takeId3(aiff->tag(), to);
}

/// Chunks that the `flac` program, or Solus, stored when a wav file became flac.
void takeRiffBlocks(const std::string& path, Metadata& to) {
    FLAC__Metadata_SimpleIterator* it = FLAC__metadata_simple_iterator_new();
    if (!it) return;
    bool more = FLAC__metadata_simple_iterator_init(it, path.c_str(), true, true);
    for (; more; more = FLAC__metadata_simple_iterator_next(it)) {
        if (FLAC__metadata_simple_iterator_get_block_type(it) != FLAC__METADATA_TYPE_APPLICATION) continue;
        FLAC__StreamMetadata* block = FLAC__metadata_simple_iterator_get_block(it);
        if (!block) continue;
        const auto& application = block->data.application;
        const size_t length = block->length >= 4 ? block->length - 4 : 0;
        if (std::memcmp(application.id, "riff", 4) == 0 && length > 8) {
            const std::string id(reinterpret_cast<const char*>(application.data), 4);
            const bool container =
                id == "RIFF" || id == "RF64" || id == "fmt " || id == "data" || id == "ds64";
            const auto* size = application.data + 4; // the body may be followed by a padding byte
            const size_t body =
                size[0] | size_t{size[1]} << 8 | size_t{size[2]} << 16 | size_t{size[3]} << 24;
            if (!container)
                to.chunks.push_back(
                    {id, {application.data + 8, application.data + 8 + std::min(body, length - 8)}, false});
        }
        FLAC__metadata_object_delete(block);
    }
    FLAC__metadata_simple_iterator_delete(it);
}

std::string fixedText(const std::vector<std::uint8_t>& bytes, size_t from, size_t count) {
    const std::string text(reinterpret_cast<const char*>(bytes.data()) + from, count);
    return text.substr(0, text.find('\0'));
}

bool isInfo(const RiffChunk& chunk) {
    return chunk.id == "LIST" && chunk.bytes.size() >= 4 && std::memcmp(chunk.bytes.data(), "INFO", 4) == 0;
}
bool isId3(const RiffChunk& chunk) {
    return chunk.id == "id3 " || chunk.id == "ID3 ";
}

TagLib::PropertyMap propertiesOf(const Metadata& metadata) {
    TagLib::PropertyMap map;
    for (const auto& [name, value] : metadata.tags)
        map.insert(TagLib::String(name, TagLib::String::UTF8),
                   TagLib::StringList(TagLib::String(value, TagLib::String::UTF8)));
    return map;
}

} // namespace

Metadata readMetadata(const std::string& path, const std::vector<RiffChunk>& chunks) {
    Metadata metadata;
    metadata.chunks = chunks;
    if (!isStream(path)) {
        takeTags(path, metadata);
        takeRiffBlocks(path, metadata);
    }
    return metadata;
}

std::vector<std::pair<std::string, std::string>> bextTags(const Metadata& metadata) {
    std::vector<std::pair<std::string, std::string>> tags;
    for (const auto& chunk : metadata.chunks) {
        const auto& b = chunk.bytes;
        if (chunk.id != "bext" || b.size() < 346) continue;
        const auto add = [&](const char* name, const std::string& value) {
            if (!value.empty()) tags.emplace_back(name, value);
        };
        add("DESCRIPTION", fixedText(b, 0, 256));
        add("ORIGINATOR", fixedText(b, 256, 32));
        add("ORIGINATOR_REFERENCE", fixedText(b, 288, 32));
        add("ORIGINATION_DATE", fixedText(b, 320, 10));
        add("ORIGINATION_TIME", fixedText(b, 330, 8));
        std::uint64_t samples = 0; // since midnight
        for (size_t i = 8; i-- > 0;) samples = samples << 8 | b[338 + i];
        add("TIME_REFERENCE", std::to_string(samples));
    }
    return tags;
}

std::vector<RiffChunk> asRiffChunks(const Metadata& metadata) {
    std::vector<RiffChunk> chunks = metadata.chunks;
    const bool hasInfo = std::any_of(chunks.begin(), chunks.end(), isInfo);
    const bool hasId3 = std::any_of(chunks.begin(), chunks.end(), isId3);
    if (hasInfo || hasId3 || (metadata.tags.empty() && metadata.pictures.empty() && metadata.id3.empty()))
        return chunks;

    const auto properties = propertiesOf(metadata);
    TagLib::RIFF::Info::Tag info;
    info.setProperties(properties);
    if (!info.isEmpty()) chunks.push_back({"LIST", bytesOf(info.render()), false});

    RiffChunk id3{"id3 ", metadata.id3, false};
    if (id3.bytes.empty()) {
        TagLib::ID3v2::Tag tag;
        tag.setProperties(properties);
        for (const auto& picture : metadata.pictures) {
            auto* frame = new TagLib::ID3v2::AttachedPictureFrame; // the tag owns it
            frame->setType(static_cast<TagLib::ID3v2::AttachedPictureFrame::Type>(picture.type));
            frame->setMimeType(TagLib::String(picture.mime, TagLib::String::UTF8));
            frame->setDescription(TagLib::String(picture.description, TagLib::String::UTF8));
            frame->setPicture(vectorOf(picture.bytes));
            tag.addFrame(frame);
        }
        id3.bytes = bytesOf(tag.render(TagLib::ID3v2::v4));
    }
    chunks.push_back(std::move(id3));
    return chunks;
}

} // namespace solus
