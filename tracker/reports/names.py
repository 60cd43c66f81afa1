"""The table of placeholders a Word template may use: name, meaning, example and the papers that fill it.

Help, check and filling are made from this table, so that they cannot drift apart.
"""

from dataclasses import dataclass

CIRCULAR, BRIEF, NOTICE, URGING, ORDER = "通报", "专报", "提醒函", "催办单", "督办单"
#: Every paper that is made from a template, in the order of the help page; also the names of the files.
PAPERS = (CIRCULAR, BRIEF, NOTICE, URGING, ORDER)
LETTERS = (NOTICE, URGING)
_PROSE = (CIRCULAR, BRIEF)
_OFFICE = (*LETTERS, ORDER)
#: The prefix of a figure's difference to the last period.
CHANGE = "较上期_"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One name of the table; `columns` where it is a list."""

    name: str
    meaning: str
    example: str
    papers: tuple[str, ...] = PAPERS
    columns: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """Return what a user copies into the template."""
        if not self.columns:
            return f"{{{{ {self.name} }}}}"
        return f"{{%tr for 行 in {self.name} %}} … {{{{ 行.{self.columns[0]} }}}} … {{%tr endfor %}}"


_HEAD = (
    Placeholder("机关标志", "文件头的大字", "督查通报"),
    Placeholder("期号", "第几期；演示数据在后面注明", "第11期", _PROSE),
    Placeholder("编号", "代字、年份和序号；演示数据在后面注明", "催办〔2026〕12号", _OFFICE),
    Placeholder("印发单位", "出文的单位", "市委督查室"),
    Placeholder("印发日期", "出文的日子", "2026年11月28日"),
    Placeholder("标题", "标题，可以分行", "关于任务11月份推进情况的通报"),
    Placeholder("主送", "发给谁，带冒号", "各有关单位："),
    Placeholder("引言", "开头一段", "根据台账登记和各单位反馈，现将截至2026年11月28日的任务推进情况通报如下。"),
    Placeholder("落款", "署名", "市委督查室"),
    Placeholder("成文日期", "署名下面的日子", "2026年11月28日"),
    Placeholder("联系人", "联系人（出文设置）", "王某"),
    Placeholder("电话", "联系电话（出文设置）", "0574-55570000"),
    Placeholder("起始日", "期间的第一天", "2026年11月1日"),
    Placeholder("截止日", "期间的最后一天", "2026年11月28日"),
    Placeholder("上期截止日", "用来比较的那一天", "2026年10月31日"),
)

_FIGURES = tuple(
    Placeholder(name, meaning, example, _PROSE)
    for name, meaning, example in (
        ("任务总数", "范围内的任务，不含已取消", "95"),
        ("已交办", "任务总数减去待交办", "92"),
        ("已销号", "已经销号的任务", "17"),
        ("待审核", "已报完成、还没有销号的任务（待销号）", "4"),
        ("推进中", "推进中的任务", "68"),
        ("未启动", "未启动的任务", "2"),
        ("待交办", "待交办的任务", "3"),
        ("暂缓", "暂缓的任务", "1"),
        ("完成率", "已销号占任务总数", "17.9%"),
        ("红灯", "红灯任务", "8"),
        ("黄灯", "黄灯任务", "22"),
        ("绿灯", "绿灯任务", "37"),
        ("蓝灯", "蓝灯任务（已销号、待审核）", "21"),
        ("灰灯", "灰灯任务", "7"),
        ("逾期", "超过完成时限的任务", "4"),
        ("平均进度", "任务进度的平均", "61.9%"),
        ("序时进度", "按时间应当达到的进度的平均", "65.0%"),
    )
)
#: Figures whose difference to the last period is worth a word.
COMPARED = ("任务总数", "已销号", "待审核", "红灯", "黄灯", "绿灯", "蓝灯", "灰灯", "逾期")
_CHANGES = tuple(
    Placeholder(f"{CHANGE}{name}", f"{name}与上期相比；没有上期时为空", "减少5项", _PROSE) for name in COMPARED
)

_SENTENCES = (
    Placeholder(
        "总体_任务", "任务和各状态的数目、占比", "台账现有任务95项，已交办92项。其中已销号17项，占17.9%；…", _PROSE
    ),
    Placeholder("总体_亮灯", "五种亮灯的数目、占比", "从亮灯看，红灯8项，占8.4%；黄灯22项，占23.2%；…", _PROSE),
    Placeholder("总体_变化", "与上期相比", "与10月31日相比，红灯减少5项，新增销号4项，延期2项。", _PROSE),
    Placeholder("总体_进度", "平均进度与序时进度", "任务平均进度61.9%，序时进度65.0%，落后3.1个百分点。", _PROSE),
    Placeholder("总体_指标", "已设目标的指标和风险较大的指标", "已设目标的指标12项，已达到5项；…", _PROSE),
    Placeholder("排名_说明", "怎样排列，前三位、后三位", "按任务平均进度与序时进度之差排列，前三位为…", _PROSE),
    Placeholder("表注", "表1下面的注", "进度差=平均进度−序时进度（百分点），差值相同的名次并列。", _PROSE),
    Placeholder("协调事项", "需协调解决的事项；没有时为空", "需协调解决的事项2件：…", _PROSE),
    Placeholder("无问题", "没有问题时的一句话；有问题时为空", "本期未发现逾期、严重落后和未反馈情况。", _PROSE),
    Placeholder("要求", "下步要求", "请逾期任务的牵头单位于12月5日前书面说明原因和完成时间。", _PROSE),
    Placeholder("周报", "本周的专报为“周报”，其他期间为空", "周报", (BRIEF,)),
    Placeholder("关注_其余", "专报表中没有列的任务数，周报还有此前已亮红灯的；没有时为空", "其余3项见台账。", (BRIEF,)),
    Placeholder("关注_说明", "表中没有任务时的一句话；有任务时为空", "本期没有红灯任务。", (BRIEF,)),
    Placeholder("第三部分", "专报第三部分的标题；没有内容时为空", "风险指标", (BRIEF,)),
    Placeholder("第三部分_内容", "风险指标，周报是需协调解决的事项", "已设目标的指标12项，已达到5项；…", (BRIEF,)),
    Placeholder("建议", "专报的建议；没有时是三行空白", "建议召开专题会议。", (BRIEF,)),
    Placeholder("正文", "函、单的第一段", "截至2026年11月28日，你单位牵头的任务中有3项需要抓紧办理，…", LETTERS),
    Placeholder("未反馈说明", "工作簿没有按时反馈时的一段；没有时为空", "第4批工作簿应于11月23日前反馈，…", LETTERS),
    Placeholder("结语", "最后一句", "请予支持。", LETTERS),
    Placeholder("等级", "提醒、催办或督办", "督办", _OFFICE),
    Placeholder("单位", "收文的牵头单位", "市经信局", _OFFICE),
    Placeholder("办理期限", "要求反馈的日子；不要求时为空", "2026年12月8日", _OFFICE),
)

_TASK_COLUMNS = (
    *("序号", "编号", "名称", "单位", "责任人", "电话", "时限", "原定", "进度", "序时", "灯", "理由"),
    *("进展", "问题", "措施", "逾期天数"),
)
_LISTS = (
    Placeholder(
        "单位排名", "各牵头单位的推进情况（表1）", "1　市教育局　3　0　…", _PROSE,
        ("名次", "单位", "任务数", "已销号", "完成率", "平均进度", "进度差", "红", "黄", "绿", "逾期", "反馈"),
    ),
    Placeholder(
        "配合情况", "各配合单位配合的任务（表2）；出文设置没有要求时为空", "市统计局　4　1　2　1　0　2026年11月20日",
        (CIRCULAR,), ("单位", "配合任务", "未开始", "配合中", "已完成", "不涉及", "最近反馈"),
    ),
    Placeholder("问题清单", "有情况的问题：序号、标题、文字", "（一）部分任务逾期未完成", _PROSE, ("序", "题", "文")),
    Placeholder("逾期清单", "逾期的任务，逾期最久的在前", "D2.3e　出台科技创新奖励新政　…", _PROSE, _TASK_COLUMNS),
    Placeholder("落后清单", "严重落后的任务", "D3.3c　以企业为主设创新中心　…", _PROSE, _TASK_COLUMNS),
    Placeholder("附件清单", "逾期及落后的任务（附件1）", "1　D2.3e　…", _PROSE, _TASK_COLUMNS),
    Placeholder("全部任务清单", "全部任务（附件2）；不附时为空", "1　A1.1　…", _PROSE, _TASK_COLUMNS),
    Placeholder("附件说明", "正文后面的附件名称，一行一个", "附件：逾期及落后任务清单", _PROSE, ("文",)),
    Placeholder("未反馈单位", "没有按时反馈的单位", "市教育局　11月23日　5", _PROSE, ("单位", "应反馈日", "逾期天数")),
    Placeholder(
        "协调清单", "需协调解决的事项", "A1.2b　落实专项资金　市财政局　…", _PROSE,
        ("编号", "事项", "协调单位", "需要日期", "逾期天数"),
    ),
    Placeholder(
        "风险指标", "风险较大的指标", "研发投入强度　3.1　3.6　%　…", _PROSE,
        ("名称", "现值", "目标", "单位", "完成比"),
    ),
    Placeholder(
        "关注清单", "专报里需要领导关注的任务，最多5项；周报是新增红灯、久无进展和延期的",
        "出台科技创新奖励新政　市科技局　逾期35天　…", (BRIEF,),
        ("编号", "名称", "单位", "情况", "责任人"),
    ),
    Placeholder("任务清单", "这个单位需要办理的任务", "1　A1.2b　…", LETTERS, _TASK_COLUMNS),
    Placeholder(
        "督办清单", "督办的任务，一事一单", "督办〔2026〕3号　…", (ORDER,),
        (
            *("编号", "签发日期", "单位", "责任人", "电话", "配合单位", "任务编号", "名称", "内容", "来源", "时限"),
            *("原定", "进度", "序时", "灯", "理由", "进展", "问题", "措施", "逾期天数"),
            *("最近反馈", "最近进展", "存在问题", "办理要求"),
        ),
    ),
)  # fmt: skip

#: What can be drawn.
OFFICE_LIGHTS, PLAN_AND_ACTUAL, INDICATORS = PICTURES = ("图_单位亮灯", "图_计划与实际", "图_指标")
_PICTURES = (
    Placeholder(OFFICE_LIGHTS, "各牵头单位任务亮灯情况", "（图）", _PROSE),
    Placeholder(PLAN_AND_ACTUAL, "到每一天应完成和已销号的任务数", "（图）", _PROSE),
    Placeholder(INDICATORS, "已设目标的指标离目标还有多远", "（图）", _PROSE),
)

PLACEHOLDERS = (*_HEAD, *_FIGURES, *_CHANGES, *_SENTENCES, *_LISTS, *_PICTURES)


def names_of(paper: str) -> dict[str, Placeholder]:
    """Return the placeholders of a paper by name."""
    return {placeholder.name: placeholder for placeholder in PLACEHOLDERS if paper in placeholder.papers}


def papers_of(name: str) -> tuple[str, ...]:
    """Return the papers that know a name; none for a name nobody knows."""
    return next((placeholder.papers for placeholder in PLACEHOLDERS if placeholder.name == name), ())


def empty_values(paper: str) -> dict[str, object]:
    """Return every name of a paper with nothing in it: no list, no picture, no text."""
    return {name: [] if placeholder.columns else "" for name, placeholder in names_of(paper).items()}
