"""What single clauses and sentences show by their words."""

import pytest

from tracker.intake.judge.clause_words import states, words_of


@pytest.mark.parametrize(
    ("clause", "mark", "shown"),
    [
        ("津贴得涨一涨。", "spoken", True),
        ("他觉得累了。", "spoken", False),
        ("这比开会管用得多。", "spoken", False),
        ("再就是建立养老服务的标志，", "stating", False),
        ("门口划一个停靠点就行，", "spoken", True),
        ("新来的一律先培训。", "spoken", True),
        ("每个街道建一处驿站，", "quota", True),
        ("每年走访企业不少于三百家。", "quota", True),
        ("每天人来人往，", "quota", False),
        ("以宏达公司为例，", "exampled", True),
        ("新时代的青年要坐得住冷板凳，", "person first", True),
        ("市财政局要拨出专款，", "person first", False),
        ("近5年来我市引进人才三万名，", "past", True),
        ("市文化馆下周起延长开放时间，", "notice", True),
        ("对老旧管网进行更新，", "treated", True),
        ("对首次参展的企业给予补助。", "treated", True),
        ("对各县区进行了抽查，", "treated", False),
        ("积极走进社区和楼宇。", "effort", True),
        ("积极性不高。", "effort", False),
        ("努力达到省内一流的检测水平，", "past", False),
        ("检测水平达到省内一流，", "past", True),
        ("方便职工通勤，", "virtue", False),
        ("青年要勤学苦练，", "virtue", True),
        ("缩小与周边城市的差距。", "issue", False),
        ("补齐夜间公交的短板，", "issue", False),
        ("与周边城市有差距。", "issue", True),
        ("建设驿站，尤其是城郊的驿站，", "being", False),
        ("驿站是城市的一部分，", "being", True),
        ("开辟新航线，特别是面向海岛的具体举措。", "stating", False),
        ("开辟新航线是方便海岛的具体举措。", "stating", True),
        ("您在来信中反映，夜班公交太少，", "citing", True),
        ("您提出的延长末班车的建议，我们已采纳，", "citing", False),
        ("这条线路目前暂不具备开通条件。", "declined", True),
        ("具备条件的线路先开通。", "declined", False),
        ("欢迎您继续提出宝贵意见。", "courtesy", True),
        ("感谢您对公交工作的关心。", "courtesy", True),
        ("继续提高服务水平。", "courtesy", False),
        ("下半年要抓好三件事。", "announcing", True),
        ("把三件事办好办实。", "announcing", False),
        ("车从哪里来？", "asked", True),
        ("能不能加一班车？", "asked", False),
        ("停车难的问题仍然突出。", "standing", True),
        ("把桥洞收拾出来，", "brought about", True),
        ("旧的换掉。", "brought about", True),
        ("桥洞里的事说来话长，", "brought about", False),
        ("赶紧把灯修好，", "pressed", True),
        ("先进的设备很多，", "pressed", False),
        ("不搞迎送，", "left off", True),
        ("不少人在等车，", "left off", False),
        ("材料控制在两千字，", "bound", True),
        ("与其空着，", "weighed", True),
        ("车价不如从前，", "weighed", True),
        ("车价便宜，", "weighed", False),
        ("我局将在年内建三座驿站，", "own will", True),
        ("将近一半的驿站没有灯，", "own will", False),
        ("以上请求妥否，", "courtesy", True),
        ("请批示。", "courtesy", True),
        ("请市财政局批复经费，", "courtesy", False),
        ("解决停车难的突出问题。", "standing", False),
    ],
)
def test_a_clause_shows_its_marks(clause: str, mark: str, shown: bool) -> None:
    assert (mark in words_of(clause, "").marks) is shown


@pytest.mark.parametrize(
    ("clause", "verb"),
    [
        ("改造老旧厂房，", "改造"),
        ("改造后的菜场更漂亮，", ""),
        ("服务业比重上升，", ""),
        ("建设者的汗水没有白流，", ""),
        ("接轨国际市场，", "接轨"),
        ("对老旧管网进行更新，", "进行"),
        ("对老旧管网进行了更新，", ""),
    ],
)
def test_a_verb_that_only_names_something_begins_nothing(clause: str, verb: str) -> None:
    assert words_of(clause, "").verb == verb


@pytest.mark.parametrize(("text", "ordinal"), [("二是强化经费保障。", "二是"), ("（三）强化人才支撑。", "（三）")])
def test_the_number_of_an_item_states_nothing(text: str, ordinal: str) -> None:
    assert "stating" not in words_of(text, ordinal).marks


@pytest.mark.parametrize(
    ("clause", "modal", "verb"),
    [
        ("我市应当尽快建设海岛驿站，", "应当", "建设"),
        ("我们要举办夜校，", "要", "举办"),
        ("特别要重视海岛驿站的供水，", "要", "重视"),
        ("更应当重视海岛驿站的供水，", "应当", "重视"),
        ("我市已建成海岛驿站，", "", ""),
    ],
)
def test_the_own_place_called_upon_stands_aside(clause: str, modal: str, verb: str) -> None:
    said = words_of(clause, "")
    assert (said.modal, said.verb) == (modal, verb)


@pytest.mark.parametrize(
    ("sentence", "says_only"),
    [
        ("发展会展业是扩大开放、促进消费的重要途径。", True),
        ("培育冠军企业，提高产品质量，是赢得市场的必要条件。", True),
        ("关键是建立统一的管理办法，补上最后一环。", False),
        ("一是建好园区食堂，方便职工就餐，提高服务能力。", False),
        ("本中心组织人员对园区作了走访，形成这份报告。", True),
        ("（作者单位：市规划院）", True),
        ("建设三个中心，使其成为产业的重要支撑。", False),
        ("增开面向海岛、特别是面向渔村的航线，拿出方便群众的具体举措。", False),
    ],
)
def test_a_sentence_that_only_states_asks_for_nothing(sentence: str, says_only: bool) -> None:
    assert states(sentence) is says_only
