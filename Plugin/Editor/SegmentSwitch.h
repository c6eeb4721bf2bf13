// A switch between two or three words.
#pragma once

#include <functional>
#include <juce_gui_basics/juce_gui_basics.h>
#include <memory>
#include <vector>

namespace solus {

class SegmentSwitch final : public juce::Component {
public:
    SegmentSwitch(const juce::String& title, const juce::StringArray& words);
    ~SegmentSwitch() override;

    std::function<void(int)> onChoice;
    void choose(int index);
    void resized() override;

private:
    class Segment;
    std::vector<std::unique_ptr<Segment>> segments_;
};

} // namespace solus
